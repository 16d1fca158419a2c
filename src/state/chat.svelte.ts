import type { AppError } from '../domain/app-error.ts';
import { collectMasks, pathTo, type Conversation, type Message } from '../domain/conversation.ts';
import { explainsItself, loadedModelId } from '../domain/engine-state.ts';
import type { GenerationSettings } from '../domain/generation-settings.ts';
import { buildPrompt } from '../domain/prompt.ts';
import { err, type Result } from '../domain/result.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Guard, ScreenReply } from '../protocol/chat-contract.ts';
import type { Conversations } from './conversations.svelte.ts';
import { toSampling, type Generation } from './generation.svelte.ts';
import type { NewMessage } from './new-messages.ts';
import type { Oversight } from './oversight.svelte.ts';
import type { Engine } from './engine.svelte.ts';
import type { Safety } from './safety.svelte.ts';
import { Screening, type Screened } from './screening.ts';
import { StreamingReply } from './streaming-reply.svelte.ts';

/** Where a question or a reply belongs, fixed when it is asked for. */
interface Place {
  /** Null for one that begins now. */
  conversation: Conversation | null;
  /** From the root to what it stands below. */
  path: readonly Message[];
  settings: GenerationSettings;
}

/** Often enough to be read along in another tab. Milliseconds. */
const TELL_INTERVAL_MS = 250;
/** A killed tab loses at most this much of a reply. Milliseconds. */
const SAVE_INTERVAL_MS = 1_000;

export interface ChatParts {
  conversations: Conversations;
  engine: Engine;
  safety: Safety;
  oversight: Oversight;
  generation: Generation;
}

/**
 * Sending, streaming and stopping. One reply at a time; its text lives here until it ends, not in the message, so that a
 * token never redraws the whole transcript. A question is screened before anything of it is stored.
 */
export class Chat {
  readonly #conversations: Conversations;
  readonly #engine: Engine;
  readonly #safety: Safety;
  readonly #oversight: Oversight;
  readonly #generation: Generation;
  readonly #screening: Screening;
  #abort = $state.raw<AbortController | null>(null);
  #reply = $state.raw<StreamingReply | null>(null);
  #problem = $state.raw<{ messageId: string | null; error: AppError } | null>(null);
  #lastFinished = $state.raw<Message | null>(null);

  constructor({ conversations, engine, safety, oversight, generation }: ChatParts) {
    this.#conversations = conversations;
    this.#engine = engine;
    this.#safety = safety;
    this.#oversight = oversight;
    this.#generation = generation;
    this.#screening = new Screening(engine, safety);
  }

  /** The message that is being written, or null. */
  get reply(): Message | null {
    return this.#reply?.message ?? null;
  }

  /** What has been released of it so far. */
  get text(): string {
    return this.#reply?.text ?? '';
  }

  /** Whether a question is being screened or a reply written. */
  get isBusy(): boolean {
    return this.#abort !== null;
  }

  /** Whether text waits for the classifier: a question that is screened, or a reply for longer than a moment. */
  get isChecking(): boolean {
    return this.isBusy && (this.#reply ? this.#reply.isHolding : !this.#safety.isOff);
  }

  /** Why the reply with this id has failed, or null. */
  problemOf(messageId: string): AppError | null {
    return this.#problem?.messageId === messageId ? this.#problem.error : null;
  }

  /** Why the last question was not sent, or null: nothing was stored, the person still has it. */
  get sendProblem(): AppError | null {
    return this.#problem?.messageId === null ? this.#problem.error : null;
  }

  /** The reply that ended last since the page was opened: what the live region announces. */
  get lastFinished(): Message | null {
    return this.#lastFinished;
  }

  get canSend(): boolean {
    return (
      !this.isBusy &&
      this.#engine.state.type === 'ready' &&
      this.#safety.canJudge &&
      this.#oversight.wait === null
    );
  }

  /**
   * Screens the person's message, stores it, then answers it. `onStored` is called when it is safe in the conversation.
   * Returns false, with nothing changed, if it could not be sent.
   */
  async send(text: string, onStored: () => void = () => undefined): Promise<boolean> {
    return this.#ask(text, 'leaf', onStored);
  }

  /** Asks a changed question, as another version beside the first. */
  async edit(message: Message, text: string): Promise<boolean> {
    return this.#ask(text, { parentId: message.parentId }, () => undefined);
  }

  /**
   * Answers the same question again, as another version beside the first.
   * @param changed how this one reply is written otherwise
   */
  async regenerate(message: Message, changed: Partial<GenerationSettings> = {}): Promise<void> {
    const question = this.#conversations.messages.get(message.parentId ?? '');
    if (!this.canSend || !question) return;
    const place = this.#placeBelow(message.parentId, changed);
    const abort = this.#begin();
    if (!(await this.#oversight.admit())) return this.#refuse({ type: 'aborted' }, message.id);
    const screened = await this.#screen(question.text, place, abort.signal);
    if (!screened.ok) return this.#refuse(screened.error, message.id);
    await this.#recordQuestion(question, screened.value);
    const draft = this.#draftReply(message.parentId, place);
    await this.#answer([draft], place, screened.value, abort);
  }

  stop(): void {
    this.#abort?.abort();
  }

  /** Stores what has arrived; called when the page is hidden, since it may never come back. */
  async saveNow(): Promise<void> {
    if (this.#reply) await this.#conversations.write(this.#reply.snapshot());
  }

  async #ask(
    text: string,
    below: 'leaf' | { parentId: string | null },
    onStored: () => void,
  ): Promise<boolean> {
    if (text.trim() === '' || !this.canSend) return false;
    const abort = this.#begin();
    // another conversation may be opened, or this one deleted, while the question is screened
    const place = below === 'leaf' ? await this.#placeAtLeaf() : this.#placeBelow(below.parentId);
    const parentId = place.path.at(-1)?.id ?? null;
    const isAdmitted = await this.#oversight.admit();
    const screened = isAdmitted
      ? await this.#screen(text, place, abort.signal)
      : err({ type: 'aborted' } as const);
    if (!screened.ok) {
      this.#refuse(screened.error, null);
      return false;
    }
    if (!this.#isStillThere(place)) {
      this.#refuse({ type: 'aborted' }, null);
      return false;
    }
    onStored();
    const question = {
      parentId,
      role: 'user' as const,
      text: screened.value?.text ?? text,
      status: 'complete' as const,
      modelId: null,
      ...this.#verdictOf(screened.value),
    };
    await this.#answer([question, this.#draftReply(null, place)], place, screened.value, abort);
    return true;
  }

  #placeBelow(parentId: string | null, changed: Partial<GenerationSettings> = {}): Place {
    const { active, messages } = this.#conversations;
    const settings = { ...this.#generation.current, ...changed };
    return { conversation: active, path: pathTo(messages, parentId), settings };
  }

  async #placeAtLeaf(): Promise<Place> {
    const { active } = this.#conversations;
    const settings = this.#generation.current;
    return { conversation: active, path: await this.#conversations.catchUp(), settings };
  }

  #isStillThere({ conversation }: Place): boolean {
    return (
      conversation === null || this.#conversations.list.some(({ id }) => id === conversation.id)
    );
  }

  #begin(): AbortController {
    const abort = new AbortController();
    this.#abort = abort;
    this.#problem = null;
    return abort;
  }

  #refuse(error: AppError, messageId: string | null): void {
    this.#abort = null;
    if (error.type !== 'aborted' && !explainsItself(this.#engine.state)) {
      this.#problem = { messageId, error };
    }
  }

  #screen(text: string, place: Place, signal: AbortSignal): Promise<Result<Screened>> {
    const { path, settings } = place;
    return this.#screening.screenQuestion(text, path, settings.systemPrompt, signal);
  }

  #verdictOf(screened: Screened): { verdict?: Verdict } {
    if (!screened || (screened.decisions.length === 0 && screened.masks.length === 0)) return {};
    // the notice stands below the question, where the reply would be
    return { verdict: this.#safety.toVerdict({ ...screened, by: null }) };
  }

  #draftReply(parentId: string | null, { settings }: Place): NewMessage {
    const modelId = loadedModelId(this.#engine.state);
    const sampling = toSampling(settings);
    return {
      parentId,
      role: 'assistant',
      text: '',
      status: 'streaming',
      modelId,
      ...(Object.keys(sampling).length > 0 ? { sampling } : {}),
    };
  }

  async #answer(
    drafts: readonly NewMessage[],
    place: Place,
    screened: Screened,
    abort: AbortController,
  ): Promise<void> {
    const { added, stored } = this.#conversations.append(drafts, place.conversation);
    const path = [...place.path, ...added];
    const message = path.at(-1);
    if (!message) return;
    const reply = new StreamingReply(message);
    this.#reply = reply;
    const endHold = this.#conversations.tabs.holdReply(message);
    await stored;
    const question = path.at(-2);
    if (drafts.length > 1 && question) await this.#recordQuestion(question, screened);
    const finished =
      screened?.type === 'stopped'
        ? this.#stopped(message, screened)
        : await this.#generate(
            reply,
            { ...place, path: path.slice(0, -1) },
            screened,
            abort.signal,
          );
    this.#reply = null;
    this.#abort = null;
    this.#lastFinished = finished;
    await this.#conversations.update(finished, true);
    endHold();
  }

  async #recordQuestion(question: Message, screened: Screened): Promise<void> {
    if (!screened) return;
    const by = screened.type === 'stopped' ? screened.by : null;
    await this.#oversight.record(question, { ...screened, by });
  }

  #stopped(reply: Message, screened: Extract<ScreenReply, { type: 'stopped' }>): Message {
    return {
      ...reply,
      status: 'blocked',
      verdict: this.#safety.toVerdict({ ...screened, masks: [] }),
    };
  }

  /** Lets other tabs read along what has been released. */
  #tell({ id, conversationId, text }: Message): void {
    this.#conversations.tabs.tell({ type: 'writing', conversationId, messageId: id, text });
  }

  async #generate(
    reply: StreamingReply,
    { path, settings }: Place,
    screened: Extract<ScreenReply, { type: 'passed' }> | null,
    signal: AbortSignal,
  ): Promise<Message> {
    const masks = [...collectMasks(path), ...(screened?.masks ?? [])];
    const guard: Guard | null = screened
      ? { policy: this.#safety.policy, watched: screened.watched, masks }
      : null;
    const saving = setInterval(() => void this.saveNow(), SAVE_INTERVAL_MS);
    const telling = setInterval(() => this.#tell(reply.snapshot()), TELL_INTERVAL_MS);
    const result = await this.#engine.generate(
      buildPrompt(screened ? withQuestion(path, screened.text) : path),
      { ...settings, systemPrompt: this.#screening.toldText(settings.systemPrompt) },
      guard,
      (item) => reply.take(item),
      signal,
    );
    clearInterval(saving);
    clearInterval(telling);
    if (!result.ok) {
      // what became of the engine is shown once, above the chat, with the way on; here it would be said twice and stay
      if (!explainsItself(this.#engine.state))
        this.#problem = { messageId: reply.message.id, error: result.error };
      return { ...reply.snapshot(), status: reply.text === '' ? 'failed' : 'interrupted' };
    }
    const { end, usage, droppedMessages, verdict } = result.value;
    if (verdict) await this.#oversight.record(reply.snapshot(), verdict);
    return {
      ...reply.snapshot(),
      status: end,
      usage,
      droppedMessages,
      ...(verdict ? { verdict: this.#safety.toVerdict(verdict) } : {}),
    };
  }
}

/** The path with its question as it was screened just now: an earlier policy may have let more of it pass. */
function withQuestion(path: readonly Message[], text: string): readonly Message[] {
  return path.map((message, at) => (at === path.length - 1 ? { ...message, text } : message));
}
