import type { AppError } from '../domain/app-error.ts';
import type { ConversationTree } from '../domain/chat-archive.ts';
import type { Conversation, Message } from '../domain/conversation.ts';
import { ok, type Result } from '../domain/result.ts';
import type { ConversationStore } from '../storage/conversations/conversation-store.ts';
import type { Preferences } from '../storage/preferences.ts';
import { FollowedReplies } from './followed-replies.ts';
import { LossWatch, type Loss } from './loss-watch.svelte.ts';
import { Revisions } from './revisions.ts';
import type { TabSync } from './tab-sync.ts';
import { UnsavedChanges } from './unsaved-changes.ts';

export interface StoredConversationsOptions {
  store: ConversationStore;
  /** Takes over when the browser refuses storage. */
  fallback: () => ConversationStore;
  preferences: Preferences;
  tabs: TabSync;
  /** The store has turned out to be locked, or locked otherwise than this tab believes. */
  onLocked: () => void;
  /** What is shown of a conversation has turned out to be older than what is stored. */
  onOutdated: (id: string) => void;
  /** How many conversations this tab lists, also those that are about to be deleted. */
  countListed: () => number;
}

/** A conversation's messages as they are shown. */
export interface ReadMessages {
  messages: ReadonlyMap<string, Message>;
  storedCount: number;
}

/**
 * The store as one tab sees it: it keeps what could not be written until it can, tells other tabs what was, takes over with
 * memory where the browser refuses storage, and knows why the latest change is not stored.
 */
export class StoredConversations {
  readonly #options: StoredConversationsOptions;
  #store: ConversationStore;
  readonly #unsaved = new UnsavedChanges();
  /** Raised by every change of a conversation, here or in another tab. */
  readonly revisions = new Revisions();
  readonly #followed: FollowedReplies;
  readonly #lossWatch: LossWatch;
  #isStarted = false;

  #problem = $state.raw<AppError | null>(null);
  #unreadableCount = $state(0);

  constructor(options: StoredConversationsOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#followed = new FollowedReplies(options.tabs);
    this.#lossWatch = new LossWatch(options.preferences);
  }

  /** Why the latest change is not stored, or null. */
  get problem(): AppError | null {
    return this.#problem;
  }

  /** What the browser has deleted, until the person has read it; null otherwise. */
  get loss(): Loss | null {
    return this.#lossWatch.loss;
  }

  /** Stored conversations that this release cannot read. */
  get unreadableCount(): number {
    return this.#unreadableCount;
  }

  /** Whether the list has been read. */
  get isStarted(): boolean {
    return this.#isStarted;
  }

  /** Conversations that have something which is not stored. */
  get unsavedIds(): ReadonlySet<string> {
    return this.#unsaved.conversationIds;
  }

  /** All conversations that can be read. Where the browser refuses storage, memory takes over from then on. */
  async list(): Promise<Result<readonly Conversation[]>> {
    const listed = await this.#store.listConversations();
    if (!listed.ok) this.#startWithout(listed.error);
    return listed;
  }

  #startWithout(error: AppError): void {
    switch (error.type) {
      case 'storage-locked':
        this.#options.onLocked();
        return;
      case 'storage-blocked':
        this.#problem = error;
        return;
      default:
        this.#store = this.#options.fallback();
        this.#problem = error;
    }
  }

  /** The list has been read: from here on it is noticed what is missing. */
  async noteStarted(readCount: number): Promise<void> {
    this.#isStarted = true;
    const stored = await this.#store.countRecords(null);
    this.#unreadableCount = stored.ok ? Math.max(0, stored.value - readCount) : 0;
    if (this.#store !== this.#options.store) return;
    this.#problem = null;
    this.#lossWatch.compare(readCount + this.#unreadableCount);
  }

  /** Nothing is shown any more. What could not be stored yet is kept until the list is read again. */
  close(): void {
    this.#problem = null;
    this.#unreadableCount = 0;
  }

  /** Sees at once whether anything is left of a database that the browser has closed. */
  async check(): Promise<void> {
    if (!this.#isStarted || this.#store !== this.#options.store) return;
    const listed = await this.#store.listConversations();
    if (!listed.ok) this.#note(listed);
  }

  reportLoss(loss: Loss): void {
    this.#lossWatch.report(loss);
  }

  /** The person has read what was lost. */
  dismissLoss(): void {
    this.#lossWatch.dismiss(this.#options.countListed());
  }

  /** A conversation's messages as they are shown, with what is not stored yet; null if they cannot be read. */
  async read(id: string): Promise<ReadMessages | null> {
    const read = await this.#store.readMessages(id);
    if (!read.ok) {
      this.#problem = read.error;
      return null;
    }
    const messages = await this.#followed.show(read.value, () => this.#options.onOutdated(id));
    this.#unsaved.overlay(id, messages);
    return { messages, storedCount: read.value.length };
  }

  /** A conversation with all its messages; what is not stored yet is part of it. */
  async readTree(conversation: Conversation): Promise<Result<ConversationTree>> {
    const read = await this.#store.readMessages(conversation.id);
    if (!read.ok) return read;
    const stored = new Map(read.value.map((message) => [message.id, message]));
    const messages = this.#unsaved.overlay(conversation.id, stored);
    return ok({ conversation, messages: [...messages.values()] });
  }

  /**
   * What another tab has made of a conversation, and of its messages if they are shown; null where what this tab shows is
   * newer, or nothing can be read.
   */
  async readLatest(
    id: string,
    isShown: () => boolean,
  ): Promise<{ conversation: Conversation; read: ReadMessages | null } | null> {
    for (;;) {
      const revision = this.revisions.of(id);
      const found = await this.#store.readConversation(id);
      const read = isShown() ? await this.read(id) : null;
      if (!found.ok) return null;
      // what this tab is storing, or could not store, is newer than what it has read
      if (this.#unsaved.missChange(id)) return null;
      if (this.revisions.of(id) !== revision) continue;
      // gone without a word: perhaps all was cleared, and then what is shown is the only copy
      return found.value ? { conversation: found.value, read } : null;
    }
  }

  /** A message on screen as another tab has just told it; null if that changes nothing. */
  follow(message: Message | undefined, text: string): Message | null {
    return this.#followed.grow(message, text);
  }

  /** How many messages are stored of a conversation, also those that cannot be read; null if that is unknown. */
  async countMessages(id: string): Promise<number | null> {
    const stored = await this.#store.countRecords(id);
    return stored.ok ? stored.value : null;
  }

  /** Stores conversations and messages of theirs, with all that could not be stored before. */
  async save(conversations: readonly Conversation[], changed: readonly Message[]): Promise<void> {
    const { tabs, onOutdated } = this.#options;
    const attempts = conversations.map(({ id }) => {
      const own = changed.filter(({ conversationId }) => conversationId === id);
      this.revisions.raise(id);
      // a reply that is being written is told as it grows, not each time that its beginning is stored
      const isGrowing = tabs.isWritingIn(id) && own.some(({ status }) => status === 'streaming');
      return { id, isGrowing, ...this.#unsaved.begin(id, own) };
    });
    const saved = await this.#store.save(
      conversations,
      attempts.flatMap(({ pending }) => pending),
    );
    if (saved.ok) {
      for (const { id, isGrowing, succeed } of attempts) {
        const hasMissed = succeed();
        if (!isGrowing) this.#tellChanged(id);
        if (hasMissed) onOutdated(id);
      }
    }
    this.#note(saved);
  }

  /** Adds whole conversations: all of them or none. */
  async add(trees: readonly ConversationTree[]): Promise<Result<null>> {
    const added = await this.#store.addAll(trees);
    if (added.ok) for (const { conversation } of trees) this.#tellChanged(conversation.id);
    return added;
  }

  /** What was added is listed now. */
  noteAdded(): void {
    this.#note({ ok: true });
  }

  /** Deletes messages of a conversation, which is as it is given from then on. */
  async removeMessages(conversation: Conversation, ids: ReadonlySet<string>): Promise<void> {
    this.#unsaved.forgetMessages(ids);
    this.revisions.raise(conversation.id);
    const removed = await this.#store.removeMessages(conversation, [...ids]);
    if (removed.ok) this.#tellChanged(conversation.id);
    this.#note(removed);
  }

  /** Nothing of these is to be stored any more. */
  forget(ids: readonly string[]): void {
    for (const id of ids) this.#unsaved.forget(id);
  }

  /** Resolves to whether they are deleted. */
  async remove(ids: readonly string[]): Promise<boolean> {
    for (const id of ids) this.revisions.raise(id);
    const removed = await this.#store.removeConversations(ids);
    if (removed.ok) this.#tellRemoved(ids);
    this.#note(removed);
    return removed.ok;
  }

  /**
   * Deletes every conversation, also those that cannot be read. Resolves to whether they are deleted.
   * @param ids those that are known, of which other tabs are told
   */
  async removeAll(ids: readonly string[]): Promise<boolean> {
    const removed = await this.#store.removeAll();
    if (removed.ok) this.#tellRemoved(ids);
    this.#note(removed);
    return removed.ok;
  }

  /** Everything was deleted on purpose: nothing is left to be stored or missed. */
  forgetAll(): void {
    this.#unsaved.clear();
    this.#unreadableCount = 0;
    this.#lossWatch.dismiss(0);
  }

  #note(result: { ok: true } | { ok: false; error: AppError }): void {
    if (!result.ok && result.error.type === 'storage-locked') this.#options.onLocked();
    // where storage is refused altogether, the sentence about it stays
    if (this.#store !== this.#options.store) return;
    this.#problem = result.ok ? null : result.error;
    // a start that found nothing has its own to say about how many there were
    if (result.ok && this.#isStarted)
      this.#lossWatch.remember(this.#options.countListed() + this.#unreadableCount);
  }

  #tellChanged(id: string): void {
    this.#options.tabs.tell({ type: 'changed', conversationId: id });
  }

  #tellRemoved(ids: readonly string[]): void {
    for (const id of ids) this.#options.tabs.tell({ type: 'removed', conversationId: id });
  }
}
