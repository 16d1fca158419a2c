import type { AppError } from '../domain/app-error.ts';
import type { ConversationTree } from '../domain/chat-archive.ts';
import {
  collectMasks,
  newestLeafBelow,
  pathTo,
  repairLeaf,
  titleFromText,
  type Conversation,
  type Message,
} from '../domain/conversation.ts';
import type { GenerationSettings } from '../domain/generation-settings.ts';
import { ok, type Result } from '../domain/result.ts';
import type { ConversationStore } from '../storage/conversations/conversation-store.ts';
import type { Preferences } from '../storage/preferences.ts';
import { chainMessages, newConversation, type NewMessage } from './new-messages.ts';
import { Revisions } from './revisions.ts';
import { TabSync, type TabNews } from './tab-sync.ts';
import { UnsavedChanges } from './unsaved-changes.ts';
import { FollowedReplies } from './followed-replies.ts';
import { LossWatch, type Loss } from './loss-watch.svelte.ts';

export interface ConversationsOptions {
  store: ConversationStore;
  /** Takes over when the browser refuses storage. */
  fallback: () => ConversationStore;
  preferences: Preferences;
  /** What other tabs do with the same conversations; without, this one is alone. */
  tabs?: TabSync;
  /** The store has turned out to be locked, or locked otherwise than this tab believes. */
  onLocked?: () => void;
}

/** The list of conversations and the open one. Everything is shown from memory; the store is written behind it. */
export class Conversations {
  readonly #options: ConversationsOptions;
  #store: ConversationStore;
  readonly #unsaved = new UnsavedChanges();
  /** Raised by every change of a conversation, here or in another tab. */
  readonly #revisions = new Revisions();
  readonly #refreshing = new Map<string, Promise<void>>();
  readonly #followed: FollowedReplies;
  readonly tabs: TabSync;
  /** Set by whoever writes replies: another tab has deleted a conversation. */
  onRemovedElsewhere: (id: string) => void = () => undefined;
  /** The list while conversations are locked: what was not stored before is stored when they are opened again. */
  #withheld: readonly Conversation[] = [];
  #isStarted = false;
  readonly #lossWatch: LossWatch;

  #list = $state.raw<readonly Conversation[]>([]);
  #activeId = $state<string | null>(null);
  #messages = $state.raw<ReadonlyMap<string, Message>>(new Map());
  /** For the conversation that would begin now. */
  #newSettings = $state.raw<Partial<GenerationSettings>>({});
  #problem = $state.raw<AppError | null>(null);
  #unreadableCount = $state(0);
  #unreadableMessageCount = $state(0);

  readonly active = $derived(this.#list.find(({ id }) => id === this.#activeId) ?? null);
  readonly path = $derived(pathTo(this.#messages, this.active?.activeLeafId ?? null));
  /** What stands for personal data in the open conversation. */
  readonly masks = $derived(collectMasks(this.path));

  constructor(options: ConversationsOptions) {
    this.#options = options;
    this.#store = options.store;
    this.tabs = options.tabs ?? new TabSync({ locks: null, channel: null });
    this.#followed = new FollowedReplies(this.tabs);
    this.tabs.onNews = (news) => this.#hear(news);
    this.#lossWatch = new LossWatch(options.preferences);
  }

  /** Newest first. */
  get list(): readonly Conversation[] {
    return this.#list;
  }

  get activeId(): string | null {
    return this.#activeId;
  }

  /** How replies of the open conversation, or of the one that would begin now, are written otherwise than usual. */
  get ownSettings(): Partial<GenerationSettings> {
    return this.#activeId === null ? this.#newSettings : (this.active?.settings ?? {});
  }

  get messages(): ReadonlyMap<string, Message> {
    return this.#messages;
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

  /** As `unreadableCount`, for messages of the open conversation. */
  get unreadableMessageCount(): number {
    return this.#unreadableMessageCount;
  }

  /** Reads the list and opens the conversation that was open last. Also after the conversations were locked. */
  async start(): Promise<void> {
    const listed = await this.#store.listConversations();
    if (!listed.ok) {
      this.#startWithout(listed.error);
      return;
    }
    const unsaved = this.#listUnsaved();
    const isUnsaved = new Set(unsaved.map(({ id }) => id));
    this.#list = [...unsaved, ...listed.value.filter(({ id }) => !isUnsaved.has(id))].sort(
      byNewest,
    );
    this.#withheld = [];
    this.#isStarted = true;
    const stored = await this.#store.countRecords(null);
    this.#unreadableCount = stored.ok ? Math.max(0, stored.value - listed.value.length) : 0;
    if (this.#store === this.#options.store) {
      this.#problem = null;
      this.#lossWatch.compare(listed.value.length + this.#unreadableCount);
    }
    for (const conversation of unsaved) await this.#save(conversation, []);
    const last = this.#options.preferences.read('conversation');
    if (last !== null && this.#list.some(({ id }) => id === last)) await this.open(last);
  }

  #startWithout(error: AppError): void {
    switch (error.type) {
      case 'storage-locked':
        this.#options.onLocked?.();
        return;
      case 'storage-blocked':
        this.#problem = error;
        // asking again waits until the database can be opened, or for some seconds
        void this.start();
        return;
      default:
        this.#store = this.#options.fallback();
        this.#problem = error;
    }
  }

  /** Takes everything of a conversation off the screen. What could not be stored yet is kept until `start`. */
  close(): void {
    this.#withheld = [...this.#list, ...this.#withheld];
    this.#list = [];
    this.#messages = new Map();
    this.#activeId = null;
    this.#problem = null;
    this.#unreadableCount = 0;
    this.#unreadableMessageCount = 0;
  }

  /** Sees at once whether anything is left of a database that the browser has closed. */
  async checkStore(): Promise<void> {
    if (!this.#isStarted || this.#store !== this.#options.store) return;
    const listed = await this.#store.listConversations();
    if (!listed.ok) this.#note(listed);
  }

  /** The database was made anew. If this tab has used it before, the browser has deleted all that was in it. */
  async noteRecreated(): Promise<void> {
    if (!this.#isStarted || this.#list.length === 0) return;
    const { active } = this;
    const open = active ? [active] : [];
    const conversationCount = this.#list.length - open.length;
    this.#list = open;
    this.#lossWatch.report({ conversationCount, hasSavedOpen: active !== null });
    if (active) await this.#save(active, [...this.#messages.values()]);
  }

  /** The person has read what was lost. */
  dismissLoss(): void {
    this.#lossWatch.dismiss(this.#list.length);
  }

  /** Conversations that have something which is not stored. */
  #listUnsaved(): readonly Conversation[] {
    const ids = this.#unsaved.conversationIds;
    return [...this.#list, ...this.#withheld].filter(({ id }) => ids.has(id));
  }

  async open(id: string): Promise<void> {
    const revision = this.#revisions.of(id);
    const read = await this.#read(id);
    if (!read) return;
    const { messages } = read;
    this.#messages = messages;
    this.#select(id);
    if (this.#revisions.of(id) !== revision) void this.refresh(id);
    await this.#countUnreadable(id, read.storedCount);
    const conversation = this.active;
    // another one may have been opened meanwhile
    if (conversation?.id !== id) return;
    const leaf = repairLeaf(messages, conversation.activeLeafId);
    if (leaf !== conversation.activeLeafId) this.#replace({ ...conversation, activeLeafId: leaf });
  }

  /** Reads again what another tab has changed of a conversation. */
  refresh(id: string): Promise<void> {
    this.#revisions.raise(id);
    const running =
      this.#refreshing.get(id) ??
      this.#refresh(id).finally(() => {
        this.#refreshing.delete(id);
      });
    this.#refreshing.set(id, running);
    return running;
  }

  /**
   * The path of the open conversation with what other tabs have added below it, read anew: a question that is asked now
   * stands below that, so that two tabs do not fork a conversation by accident.
   */
  async catchUp(): Promise<readonly Message[]> {
    const { active, path } = this;
    const leaf = path.at(-1);
    if (!active || !leaf) return path;
    await this.refresh(active.id);
    if (this.#activeId !== active.id || !this.#messages.has(leaf.id)) return path;
    return pathTo(this.#messages, newestLeafBelow(this.#messages, leaf.id));
  }

  async #countUnreadable(id: string, readCount: number): Promise<void> {
    const stored = await this.#store.countRecords(id);
    if (this.#activeId === id && stored.ok) {
      this.#unreadableMessageCount = Math.max(0, stored.value - readCount);
    }
  }

  /** Changes how replies of the open conversation, or of the one that would begin now, are written. */
  async setSettings(settings: Partial<GenerationSettings>): Promise<void> {
    if (!this.active) {
      this.#newSettings = settings;
      return;
    }
    const changed = { ...this.active, settings };
    this.#replace(changed);
    await this.#save(changed, []);
  }

  /** Leaves the open conversation; a new one is stored with its first message. */
  startNew(): void {
    this.#messages = new Map();
    this.#newSettings = {};
    this.#select(null);
  }

  async remove(id: string): Promise<void> {
    this.#forget(id);
    await this.#removeStored(id);
  }

  async rename(id: string, title: string): Promise<void> {
    const conversation = this.#list.find((other) => other.id === id);
    if (!conversation) return;
    const renamed = { ...conversation, title: title.trim() };
    this.#replace(renamed);
    await this.#save(renamed, []);
  }

  /**
   * Adds messages below each other, makes the last one the leaf and stores all of it in one transaction. They are there, and
   * shown if their conversation is the open one, before anything is stored; `stored` tells when that is done.
   * @param to where they belong, null for a conversation that begins with them
   */
  append(
    drafts: readonly NewMessage[],
    to: Conversation | null,
  ): { added: readonly Message[]; stored: Promise<void> } {
    const now = Date.now();
    const isShown = this.#activeId === (to?.id ?? null);
    // what is known of it now: it may have been renamed since
    const known = this.#list.find(({ id }) => id === to?.id);
    const conversation =
      known ?? newConversation(now, titleFromText(drafts[0]?.text ?? ''), this.#newSettings);
    const added = chainMessages(drafts, conversation.id, now);
    const leafId = added.at(-1)?.id ?? conversation.activeLeafId;
    const changed = { ...conversation, activeLeafId: leafId, updatedAt: now };
    this.#replace(changed);
    if (isShown) {
      const messages = new Map(this.#messages);
      for (const message of added) messages.set(message.id, message);
      this.#messages = messages;
      this.#select(changed.id);
    }
    return { added, stored: this.#save(changed, added) };
  }

  /** Changes a message on screen; `store` says whether it is written now. */
  async update(message: Message, store: boolean): Promise<void> {
    if (message.conversationId === this.#activeId) {
      this.#messages = new Map(this.#messages).set(message.id, message);
    }
    if (store) await this.write(message);
  }

  /** Stores a message without touching what is on screen. */
  async write(message: Message): Promise<void> {
    const all = [...this.#list, ...this.#withheld];
    const conversation = all.find(({ id }) => id === message.conversationId);
    // the conversation may have been deleted while its reply was still streaming
    if (conversation) await this.#save(conversation, [message]);
  }

  /** Shows the branch that holds `messageId`. */
  async showVersion(messageId: string): Promise<void> {
    await this.setLeaf(newestLeafBelow(this.#messages, messageId));
  }

  async setLeaf(messageId: string | null): Promise<void> {
    if (!this.active) return;
    const changed = { ...this.active, activeLeafId: messageId };
    this.#replace(changed);
    await this.#save(changed, []);
  }

  /** Writes again what could not be written. */
  async retrySaving(): Promise<void> {
    if (this.active) await this.#save(this.active, []);
  }

  /** A conversation with all its messages; what is not stored yet is part of it. */
  async readTree(conversation: Conversation): Promise<Result<ConversationTree>> {
    if (conversation.id === this.#activeId) {
      return ok({ conversation, messages: [...this.#messages.values()] });
    }
    const read = await this.#store.readMessages(conversation.id);
    if (!read.ok) return read;
    const stored = new Map(read.value.map((message) => [message.id, message]));
    const messages = this.#unsaved.overlay(conversation.id, stored);
    return ok({ conversation, messages: [...messages.values()] });
  }

  /** Adds whole conversations to the store and the list: all of them or none. */
  async add(trees: readonly ConversationTree[]): Promise<Result<null>> {
    const added = await this.#store.addAll(trees);
    if (added.ok) {
      this.#list = [...trees.map(({ conversation }) => conversation), ...this.#list].sort(byNewest);
      this.#note(added);
      for (const { conversation } of trees) {
        this.tabs.tell({ type: 'changed', conversationId: conversation.id });
      }
    }
    return added;
  }

  /** Deletes every conversation, also those that cannot be read. */
  async removeAll(): Promise<void> {
    const ids = this.#list.map(({ id }) => id);
    const removed = await this.#store.removeAll();
    if (removed.ok) {
      this.forgetAll();
      for (const id of ids) this.tabs.tell({ type: 'removed', conversationId: id });
    }
    this.#note(removed);
  }

  /** Everything was deleted on purpose: nothing is left to be shown, stored or missed. */
  forgetAll(): void {
    this.startNew();
    this.#list = [];
    this.#withheld = [];
    this.#unsaved.clear();
    this.#unreadableCount = 0;
    this.#lossWatch.dismiss(0);
  }

  async #save(conversation: Conversation, changed: readonly Message[]): Promise<void> {
    const { id } = conversation;
    const attempt = this.#unsaved.begin(id, changed);
    this.#revisions.raise(id);
    // a reply that is being written is told as it grows, not each time that its beginning is stored
    const isGrowing =
      this.tabs.isWritingIn(id) && changed.some(({ status }) => status === 'streaming');
    const saved = await this.#store.save(conversation, attempt.pending);
    if (saved.ok) {
      const hasMissed = attempt.succeed();
      if (!isGrowing) this.tabs.tell({ type: 'changed', conversationId: id });
      if (hasMissed) void this.refresh(id);
    }
    this.#note(saved);
  }

  #note(result: { ok: true } | { ok: false; error: AppError }): void {
    if (!result.ok && result.error.type === 'storage-locked') this.#options.onLocked?.();
    // where storage is refused altogether, the sentence about it stays
    if (this.#store !== this.#options.store) return;
    this.#problem = result.ok ? null : result.error;
    // a start that found nothing has its own to say about how many there were
    if (result.ok && this.#isStarted)
      this.#lossWatch.remember(this.#list.length + this.#unreadableCount);
  }

  #hear(news: TabNews): void {
    switch (news.type) {
      case 'changed':
        void this.refresh(news.conversationId);
        return;
      case 'removed':
        void this.#drop(news.conversationId);
        return;
      case 'writing':
        this.#showLive(news);
        return;
    }
  }

  async #refresh(id: string): Promise<void> {
    for (;;) {
      const revision = this.#revisions.of(id);
      const listed = await this.#store.listConversations();
      const read = this.#activeId === id ? await this.#read(id) : null;
      if (!listed.ok) return;
      // what this tab is storing, or could not store, is newer than what it has read
      if (this.#unsaved.missChange(id)) return;
      if (this.#revisions.of(id) !== revision) continue;
      const stored = listed.value.find((conversation) => conversation.id === id);
      // gone without a word: perhaps all was cleared, and then what is shown is the only copy
      if (!stored) return;
      const known = this.#list.find((conversation) => conversation.id === id);
      // whoever writes decides what is shown; everybody else follows
      const isOwnLeaf = known !== undefined && this.tabs.isWritingIn(id);
      this.#replace(isOwnLeaf ? { ...stored, activeLeafId: known.activeLeafId } : stored);
      if (read && this.#activeId === id) this.#messages = read.messages;
      return;
    }
  }

  /** Another tab has deleted a conversation. */
  async #drop(id: string): Promise<void> {
    if (!this.#list.some((conversation) => conversation.id === id)) return;
    this.onRemovedElsewhere(id);
    this.#forget(id);
    // a change that this tab was storing at that moment would bring it back, here and where it was heard of
    await this.#removeStored(id);
  }

  #forget(id: string): void {
    if (this.#activeId === id) this.startNew();
    this.#list = this.#list.filter((conversation) => conversation.id !== id);
    this.#unsaved.forget(id);
  }

  async #removeStored(id: string): Promise<void> {
    this.#revisions.raise(id);
    const removed = await this.#store.removeConversation(id);
    if (removed.ok) this.tabs.tell({ type: 'removed', conversationId: id });
    this.#note(removed);
  }

  #showLive({ conversationId, messageId, text }: Extract<TabNews, { type: 'writing' }>): void {
    if (conversationId !== this.#activeId) return;
    const shown = this.#followed.grow(this.#messages.get(messageId), text);
    if (shown) this.#messages = new Map(this.#messages).set(messageId, shown);
  }

  /** A conversation's messages as they are shown; null if they cannot be read. */
  async #read(
    id: string,
  ): Promise<{ messages: ReadonlyMap<string, Message>; storedCount: number } | null> {
    const read = await this.#store.readMessages(id);
    if (!read.ok) {
      this.#problem = read.error;
      return null;
    }
    const messages = await this.#followed.show(read.value, () => void this.refresh(id));
    this.#unsaved.overlay(id, messages);
    return { messages, storedCount: read.value.length };
  }

  #replace(conversation: Conversation): void {
    const others = this.#list.filter(({ id }) => id !== conversation.id);
    this.#list = [conversation, ...others].sort(byNewest);
  }

  #select(id: string | null): void {
    this.#activeId = id;
    this.#unreadableMessageCount = 0;
    this.#options.preferences.write('conversation', id ?? '');
  }
}

function byNewest(a: Conversation, b: Conversation): number {
  return b.updatedAt - a.updatedAt;
}
