import type { AppError } from '../domain/app-error.ts';
import {
  collectMasks,
  CONVERSATION_SCHEMA_VERSION,
  markInterrupted,
  newestLeafBelow,
  pathTo,
  repairLeaf,
  titleFromText,
  type Conversation,
  type Message,
} from '../domain/conversation.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { ConversationStore } from '../storage/conversations/conversation-store.ts';
import type { Preferences } from '../storage/preferences.ts';
import { Revisions } from './revisions.ts';
import { TabSync, type TabNews } from './tab-sync.ts';

export interface ConversationsOptions {
  store: ConversationStore;
  /** Takes over when the browser refuses storage. */
  fallback: () => ConversationStore;
  preferences: Preferences;
  /** What other tabs do with the same conversations; without, this one is alone. */
  tabs?: TabSync;
}

/** The list of conversations and the open one. Everything is shown from memory; the store is written behind it. */
export class Conversations {
  readonly #options: ConversationsOptions;
  #store: ConversationStore;
  /** Messages whose writing failed: every later save tries them again. */
  #unsaved = new Map<string, Message>();
  /** Conversations whose latest change is not stored, so that what is stored of them is older than what is shown. */
  readonly #unstored = new Map<string, object>();
  /** Those of which another tab's change has come meanwhile. */
  readonly #missed = new Set<string>();
  /** Raised by every change of a conversation, here or in another tab. */
  readonly #revisions = new Revisions();
  readonly #refreshing = new Map<string, Promise<void>>();
  /** The growing texts of replies that other tabs are writing, by message. */
  readonly #live = new Map<string, string>();
  readonly tabs: TabSync;
  /** Set by whoever writes replies: another tab has deleted a conversation. */
  onRemovedElsewhere: (id: string) => void = () => undefined;

  #list = $state.raw<readonly Conversation[]>([]);
  #activeId = $state<string | null>(null);
  #messages = $state.raw<ReadonlyMap<string, Message>>(new Map());
  #problem = $state.raw<AppError | null>(null);

  readonly active = $derived(this.#list.find(({ id }) => id === this.#activeId) ?? null);
  readonly path = $derived(pathTo(this.#messages, this.active?.activeLeafId ?? null));
  /** What stands for personal data in the open conversation. */
  readonly masks = $derived(collectMasks(this.path));

  constructor(options: ConversationsOptions) {
    this.#options = options;
    this.#store = options.store;
    this.tabs = options.tabs ?? new TabSync({ locks: null, channel: null });
    this.tabs.onNews = (news) => this.#hear(news);
  }

  /** Newest first. */
  get list(): readonly Conversation[] {
    return this.#list;
  }

  get activeId(): string | null {
    return this.#activeId;
  }

  get messages(): ReadonlyMap<string, Message> {
    return this.#messages;
  }

  /** Why the latest change is not stored, or null. */
  get problem(): AppError | null {
    return this.#problem;
  }

  /** Reads the list and opens the conversation that was open last. */
  async start(): Promise<void> {
    const listed = await this.#store.listConversations();
    if (!listed.ok) {
      this.#store = this.#options.fallback();
      this.#problem = listed.error;
      return;
    }
    this.#list = [...listed.value].sort(byNewest);
    const last = this.#options.preferences.read('conversation');
    if (last !== null && this.#list.some(({ id }) => id === last)) await this.open(last);
  }

  async open(id: string): Promise<void> {
    const revision = this.#revisions.of(id);
    const messages = await this.#read(id);
    if (!messages) return;
    this.#messages = messages;
    this.#select(id);
    if (this.#revisions.of(id) !== revision) void this.refresh(id);
    const conversation = this.active;
    if (!conversation) return;
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

  /** Leaves the open conversation; a new one is stored with its first message. */
  startNew(): void {
    this.#messages = new Map();
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
    const conversation = known ?? newConversation(now, titleFromText(drafts[0]?.text ?? ''));
    let parentId = drafts[0]?.parentId ?? null;
    const added = drafts.map((draft, index): Message => {
      const message = {
        ...draft,
        id: crypto.randomUUID(),
        conversationId: conversation.id,
        parentId,
        usage: null,
        droppedMessages: 0,
        createdAt: now + index,
      };
      parentId = message.id;
      return message;
    });
    const changed = { ...conversation, activeLeafId: parentId, updatedAt: now };
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
    const conversation = this.#list.find(({ id }) => id === message.conversationId);
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

  async #save(conversation: Conversation, changed: readonly Message[]): Promise<void> {
    const { id } = conversation;
    for (const message of changed) this.#unsaved.set(message.id, message);
    const pending = [...this.#unsaved.values()].filter(
      ({ conversationId }) => conversationId === id,
    );
    this.#revisions.raise(id);
    const change = {};
    this.#unstored.set(id, change);
    // a reply that is being written is told as it grows, not each time that its beginning is stored
    const isGrowing =
      this.tabs.isWritingIn(id) && changed.some(({ status }) => status === 'streaming');
    const saved = await this.#store.save(conversation, pending);
    if (saved.ok) {
      for (const message of pending) {
        // a newer version may have been queued in the meantime
        if (this.#unsaved.get(message.id) === message) this.#unsaved.delete(message.id);
      }
      if (this.#unstored.get(id) === change) this.#unstored.delete(id);
      if (!isGrowing) this.tabs.tell({ type: 'changed', conversationId: id });
      if (!this.#unstored.has(id) && this.#missed.delete(id)) void this.refresh(id);
    }
    this.#note(saved);
  }

  #note(result: { ok: true } | { ok: false; error: AppError }): void {
    // where storage is refused altogether, the sentence about it stays
    if (this.#store !== this.#options.store) return;
    this.#problem = result.ok ? null : result.error;
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
      const messages = this.#activeId === id ? await this.#read(id) : null;
      if (!listed.ok) return;
      if (this.#unstored.has(id)) {
        // what this tab is storing, or could not store, is newer than what it has read
        this.#missed.add(id);
        return;
      }
      if (this.#revisions.of(id) !== revision) continue;
      const stored = listed.value.find((conversation) => conversation.id === id);
      // gone without a word: perhaps all was cleared, and then what is shown is the only copy
      if (!stored) return;
      const known = this.#list.find((conversation) => conversation.id === id);
      // whoever writes decides what is shown; everybody else follows
      const isOwnLeaf = known !== undefined && this.tabs.isWritingIn(id);
      this.#replace(isOwnLeaf ? { ...stored, activeLeafId: known.activeLeafId } : stored);
      if (messages && this.#activeId === id) this.#messages = messages;
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
    for (const message of this.#unsaved.values()) {
      if (message.conversationId === id) this.#unsaved.delete(message.id);
    }
    this.#unstored.delete(id);
    this.#missed.delete(id);
  }

  async #removeStored(id: string): Promise<void> {
    this.#revisions.raise(id);
    const removed = await this.#store.removeConversation(id);
    if (removed.ok) this.tabs.tell({ type: 'removed', conversationId: id });
    this.#note(removed);
  }

  #showLive({ conversationId, messageId, text }: Extract<TabNews, { type: 'writing' }>): void {
    if (conversationId !== this.#activeId) return;
    const message = this.#messages.get(messageId);
    if (message?.status !== 'streaming' && message?.status !== 'interrupted') return;
    if (message.status === 'streaming' && message.text === text) return;
    this.#live.set(messageId, text);
    const shown = { ...message, text, status: 'streaming' as const };
    this.#messages = new Map(this.#messages).set(messageId, shown);
  }

  /**
   * A conversation's messages as they are shown; null if they cannot be read. A reply that breaks off in the store was
   * interrupted, unless a tab is writing it right now. That is never written back.
   */
  async #read(id: string): Promise<Map<string, Message> | null> {
    const read = await this.#store.readMessages(id);
    if (!read.ok) {
      this.#problem = read.error;
      return null;
    }
    const begun = read.value.filter(({ status }) => status === 'streaming');
    const written = begun.length > 0 ? await this.tabs.writtenReplies() : null;
    const messages = new Map<string, Message>();
    for (const message of read.value) {
      if (written?.has(message.id)) {
        this.tabs.afterReply(message.id, () => void this.refresh(id));
        messages.set(message.id, { ...message, text: this.#live.get(message.id) ?? message.text });
      } else {
        this.#live.delete(message.id);
        messages.set(message.id, markInterrupted(message));
      }
    }
    for (const message of this.#unsaved.values()) {
      if (message.conversationId === id) messages.set(message.id, message);
    }
    return messages;
  }

  #replace(conversation: Conversation): void {
    const others = this.#list.filter(({ id }) => id !== conversation.id);
    this.#list = [conversation, ...others].sort(byNewest);
  }

  #select(id: string | null): void {
    this.#activeId = id;
    this.#options.preferences.write('conversation', id ?? '');
  }
}

export interface NewMessage {
  /** Only the first draft's parent counts; the others follow each other. */
  parentId: string | null;
  role: Message['role'];
  text: string;
  status: Message['status'];
  modelId: string | null;
  verdict?: Verdict;
}

function newConversation(now: number, title: string): Conversation {
  return {
    schemaVersion: CONVERSATION_SCHEMA_VERSION,
    id: crypto.randomUUID(),
    title,
    activeLeafId: null,
    createdAt: now,
    updatedAt: now,
  };
}

function byNewest(a: Conversation, b: Conversation): number {
  return b.updatedAt - a.updatedAt;
}
