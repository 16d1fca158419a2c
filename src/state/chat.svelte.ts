import type { AppError } from '../domain/app-error.ts';
import type { Message } from '../domain/conversation.ts';
import { loadedModelId } from '../domain/engine-state.ts';
import { buildPrompt } from '../domain/prompt.ts';
import type { Conversations } from './conversations.svelte.ts';
import type { Engine } from './engine.svelte.ts';

/** A killed tab loses at most this much of a reply. Milliseconds. */
const SAVE_INTERVAL_MS = 1_000;

/**
 * Sending, streaming and stopping. One reply at a time; its text lives here until it ends, not in the message, so that a
 * token never redraws the whole transcript.
 */
export class Chat {
  readonly #conversations: Conversations;
  readonly #engine: Engine;
  #abort: AbortController | null = null;
  #reply = $state.raw<Message | null>(null);
  #text = $state('');
  #problem = $state.raw<{ messageId: string; error: AppError } | null>(null);
  #lastFinished = $state.raw<Message | null>(null);

  constructor(conversations: Conversations, engine: Engine) {
    this.#conversations = conversations;
    this.#engine = engine;
  }

  /** The message that is being written, or null. */
  get reply(): Message | null {
    return this.#reply;
  }

  /** What has been released of it so far. */
  get text(): string {
    return this.#text;
  }

  /** Why the reply with this id has failed, or null. */
  problemOf(messageId: string): AppError | null {
    return this.#problem?.messageId === messageId ? this.#problem.error : null;
  }

  /** The reply that ended last since the page was opened: what the live region announces. */
  get lastFinished(): Message | null {
    return this.#lastFinished;
  }

  get canSend(): boolean {
    return this.#reply === null && this.#engine.state.type === 'ready';
  }

  /** Stores the person's message, then answers it. Returns false, with nothing changed, if there is nothing to send to. */
  async send(text: string): Promise<boolean> {
    if (text.trim() === '' || !this.canSend) return false;
    const modelId = loadedModelId(this.#engine.state);
    const parentId = this.#conversations.active?.activeLeafId ?? null;
    await this.#answer([
      { parentId, role: 'user', text, status: 'complete', modelId: null },
      { parentId: null, role: 'assistant', text: '', status: 'streaming', modelId },
    ]);
    return true;
  }

  /** Answers the same question again, as another version beside the first. */
  async regenerate(message: Message): Promise<void> {
    if (!this.canSend) return;
    const modelId = loadedModelId(this.#engine.state);
    const { parentId } = message;
    await this.#answer([{ parentId, role: 'assistant', text: '', status: 'streaming', modelId }]);
  }

  /** Asks a changed question, as another version beside the first. */
  async edit(message: Message, text: string): Promise<void> {
    if (text.trim() === '' || !this.canSend) return;
    const modelId = loadedModelId(this.#engine.state);
    const { parentId } = message;
    await this.#answer([
      { parentId, role: 'user', text, status: 'complete', modelId: null },
      { parentId: null, role: 'assistant', text: '', status: 'streaming', modelId },
    ]);
  }

  stop(): void {
    this.#abort?.abort();
  }

  /** Stores what has arrived; called when the page is hidden, since it may never come back. */
  async saveNow(): Promise<void> {
    if (this.#reply) await this.#conversations.write({ ...this.#reply, text: this.#text });
  }

  async #answer(drafts: Parameters<Conversations['append']>[0]): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    this.#text = '';
    // `append` shows the messages before it waits for the store: the chat is busy from here on, and what the reply
    // belongs to is fixed even if another conversation is opened meanwhile
    const stored = this.#conversations.append(drafts);
    const path = this.#conversations.path;
    const reply = path.at(-1);
    if (!reply) return;
    this.#reply = reply;
    await stored;
    const saving = setInterval(() => void this.saveNow(), SAVE_INTERVAL_MS);
    const result = await this.#engine.generate(
      buildPrompt(path.slice(0, -1)),
      (text) => (this.#text += text),
      abort.signal,
    );
    clearInterval(saving);
    const finished: Message = result.ok
      ? {
          ...reply,
          text: this.#text,
          status: result.value.end,
          usage: result.value.usage,
          droppedMessages: result.value.droppedMessages,
        }
      : { ...reply, text: this.#text, status: this.#text === '' ? 'failed' : 'interrupted' };
    // a failed engine is shown once, above the chat, with the way on; here it would be said twice and stay
    const isOwn = !result.ok && this.#engine.state.type !== 'failed';
    this.#problem = isOwn ? { messageId: reply.id, error: result.error } : null;
    this.#reply = null;
    this.#abort = null;
    this.#lastFinished = finished;
    await this.#conversations.update(finished, true);
  }
}
