import type { AppError } from '../domain/app-error.ts';
import type { ConversationTree } from '../domain/chat-archive.ts';
import {
  branchFrom,
  collectMasks,
  newestLeafBelow,
  pathTo,
  placeConversation,
  repairLeaf,
  titleFromText,
  versionsOf,
  type Conversation,
  type Message,
  type MessagesById,
  type Placement,
} from '../domain/conversation.ts';
import type { GenerationSettings } from '../domain/generation-settings.ts';
import { ok, type Result } from '../domain/result.ts';
import type { ConversationStore } from '../storage/conversations/conversation-store.ts';
import type { Preferences } from '../storage/preferences.ts';
import { chainMessages, newConversation, type NewMessage } from './new-messages.ts';
import { TabSync, type TabNews } from './tab-sync.ts';
import { ListedConversations } from './listed-conversations.svelte.ts';
import type { Loss } from './loss-watch.svelte.ts';
import { OpenConversation } from './open-conversation.svelte.ts';
import { StoredConversations } from './stored-conversations.svelte.ts';

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

/** What was deleted of a conversation, as long as it can come back. */
export interface RemovedBranch {
  conversationId: string;
  /** Which leaf was shown. */
  leafId: string | null;
  messages: readonly Message[];
}

/** The list of conversations and the open one. Everything is shown from memory; the store is written behind it. */
export class Conversations {
  readonly #stored: StoredConversations;
  readonly #refreshing = new Map<string, Promise<void>>();
  readonly #listed = new ListedConversations();
  readonly #open: OpenConversation;
  readonly tabs: TabSync;
  /** Set by whoever writes replies: another tab has deleted a conversation. */
  onRemovedElsewhere: (id: string) => void = () => undefined;

  readonly active = $derived.by(() => this.#listed.find(this.#open.id));
  readonly path = $derived.by(() => pathTo(this.#open.messages, this.active?.activeLeafId ?? null));
  /** What stands for personal data in the open conversation. */
  readonly masks = $derived(collectMasks(this.path));

  constructor(options: ConversationsOptions) {
    const { store, fallback, preferences } = options;
    this.#open = new OpenConversation(preferences);
    this.tabs = options.tabs ?? new TabSync({ locks: null, channel: null });
    this.tabs.onNews = (news) => this.#hear(news);
    this.#stored = new StoredConversations({
      store,
      fallback,
      preferences,
      tabs: this.tabs,
      onLocked: () => options.onLocked?.(),
      onOutdated: (id) => void this.refresh(id),
      countListed: () => this.#listed.all.length,
    });
  }

  /** Newest first. */
  get list(): readonly Conversation[] {
    return this.#listed.shown;
  }

  get activeId(): string | null {
    return this.#open.id;
  }

  /** How replies of the open conversation, or of the one that would begin now, are written otherwise than usual. */
  get ownSettings(): Partial<GenerationSettings> {
    return this.activeId === null ? this.#open.newSettings : (this.active?.settings ?? {});
  }

  get messages(): MessagesById {
    return this.#open.messages;
  }

  /** The message that the person looked for and that is to be in view, or null. */
  get soughtMessageId(): string | null {
    return this.#open.soughtMessageId;
  }

  /** Why the latest change is not stored, or null. */
  get problem(): AppError | null {
    return this.#stored.problem;
  }

  /** What the browser has deleted, until the person has read it; null otherwise. */
  get loss(): Loss | null {
    return this.#stored.loss;
  }

  /** Stored conversations that this release cannot read. */
  get unreadableCount(): number {
    return this.#stored.unreadableCount;
  }

  /** As `unreadableCount`, for messages of the open conversation. */
  get unreadableMessageCount(): number {
    return this.#open.unreadableCount;
  }

  /** Reads the list and opens the conversation that was open last. Also after the conversations were locked. */
  async start(): Promise<void> {
    const listed = await this.#stored.list();
    if (!listed.ok) {
      // asking again waits until the database can be opened, or for some seconds
      if (listed.error.type === 'storage-blocked') void this.start();
      return;
    }
    const unsavedIds = this.#stored.unsavedIds;
    const unsaved = this.#listed.known.filter(({ id }) => unsavedIds.has(id));
    const isUnsaved = new Set(unsaved.map(({ id }) => id));
    this.#listed.set([...unsaved, ...listed.value.filter(({ id }) => !isUnsaved.has(id))]);
    await this.#stored.noteStarted(listed.value.length);
    for (const conversation of unsaved) await this.#stored.save([conversation], []);
    const last = this.#listed.find(this.#open.readLastId());
    if (last) await this.open(last.id);
  }

  /** Takes everything of a conversation off the screen. What could not be stored yet is kept until `start`. */
  close(): void {
    this.#listed.withhold();
    this.#open.clear();
    this.#stored.close();
  }

  /** Sees at once whether anything is left of a database that the browser has closed. */
  async checkStore(): Promise<void> {
    await this.#stored.check();
  }

  /** The database was made anew. If this tab has used it before, the browser has deleted all that was in it. */
  async noteRecreated(): Promise<void> {
    if (!this.#stored.isStarted || this.#listed.all.length === 0) return;
    const { active } = this;
    const open = active ? [active] : [];
    const conversationCount = this.#listed.all.length - open.length;
    this.#listed.set(open);
    this.#stored.reportLoss({ conversationCount, hasSavedOpen: active !== null });
    if (active) await this.#stored.save([active], [...this.messages.values()]);
  }

  /** The person has read what was lost. */
  dismissLoss(): void {
    this.#stored.dismissLoss();
  }

  async open(id: string): Promise<void> {
    const revision = this.#stored.revisions.of(id);
    const read = await this.#stored.read(id);
    if (!read) return;
    const { messages } = read;
    this.#open.show(messages);
    this.#open.select(id);
    if (this.#stored.revisions.of(id) !== revision) void this.refresh(id);
    const storedCount = await this.#stored.countMessages(id);
    const conversation = this.active;
    // another one may have been opened meanwhile
    if (conversation?.id !== id) return;
    if (storedCount !== null) this.#open.noteStored(storedCount, read.storedCount);
    const leaf = repairLeaf(messages, conversation.activeLeafId);
    if (leaf !== conversation.activeLeafId) {
      this.#listed.put([{ ...conversation, activeLeafId: leaf }]);
    }
  }

  /** Reads again what another tab has changed of a conversation. */
  refresh(id: string): Promise<void> {
    this.#stored.revisions.raise(id);
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
    if (this.activeId !== active.id || !this.messages.has(leaf.id)) return path;
    return pathTo(this.messages, newestLeafBelow(this.messages, leaf.id));
  }

  /** Changes how replies of the open conversation, or of the one that would begin now, are written. */
  async setSettings(settings: Partial<GenerationSettings>): Promise<void> {
    if (!this.active) {
      this.#open.newSettings = settings;
      return;
    }
    const changed = { ...this.active, settings };
    await this.#change(changed);
  }

  /** Leaves the open conversation; a new one is stored with its first message. */
  startNew(): void {
    this.#open.show(new Map());
    this.#open.select(null);
  }

  /** Takes conversations off the screen that are about to be deleted, or puts them back. */
  setHidden(ids: readonly string[], isHidden: boolean): void {
    if (isHidden && ids.includes(this.activeId ?? '')) this.startNew();
    this.#listed.setHidden(new Set(ids), isHidden);
  }

  /** Resolves to whether they are deleted. */
  async remove(ids: readonly string[]): Promise<boolean> {
    this.#forget(ids);
    return this.#stored.remove(ids);
  }

  /** Without a title a conversation has the one that it got from its first message. */
  async rename(id: string, title: string): Promise<void> {
    const wanted = title.trim() || (await this.#proposeTitle(id));
    const conversation = this.#listed.find(id);
    if (!conversation) return;
    const renamed = { ...conversation, title: wanted };
    await this.#change(renamed);
  }

  async #proposeTitle(id: string): Promise<string> {
    const conversation = this.#listed.find(id);
    const read = conversation && (await this.readTree(conversation));
    const first = read?.ok ? read.value.messages.find(({ parentId }) => parentId === null) : null;
    return titleFromText(first?.text ?? '');
  }

  /** Lists conversations elsewhere: what `change` does not name stays as it is. */
  async place(ids: readonly string[], change: Placement): Promise<void> {
    const wanted = new Set(ids);
    const placed = this.#listed.all
      .filter(({ id }) => wanted.has(id))
      .map((conversation) => placeConversation(conversation, change));
    this.#listed.put(placed);
    await this.#stored.save(placed, []);
  }

  /** Raised by every change of a conversation: what was made of it at a lower one is out of date. */
  revisionOf(id: string): number {
    return this.#stored.revisions.of(id);
  }

  /** Shows the branch of the open conversation that holds a message, and brings the message into view. */
  async showMessage(messageId: string): Promise<void> {
    if (!this.messages.has(messageId)) return;
    if (!this.path.some(({ id }) => id === messageId)) await this.showVersion(messageId);
    this.#open.seek(messageId);
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
    const isShown = this.activeId === (to?.id ?? null);
    // what is known of it now: it may have been renamed since
    const known = this.#listed.find(to?.id ?? null);
    const title = titleFromText(drafts[0]?.text ?? '');
    const conversation = known ?? newConversation(now, title, this.#open.newSettings);
    const added = chainMessages(drafts, conversation.id, now);
    const leafId = added.at(-1)?.id ?? conversation.activeLeafId;
    const changed = { ...conversation, activeLeafId: leafId, updatedAt: now };
    this.#listed.put([changed]);
    if (isShown) {
      this.#open.put(added);
      this.#open.select(changed.id);
    }
    return { added, stored: this.#stored.save([changed], added) };
  }

  /** Changes a message on screen; `store` says whether it is written now. */
  async update(message: Message, store: boolean): Promise<void> {
    if (message.conversationId === this.activeId) this.#open.put([message]);
    if (store) await this.write(message);
  }

  /** Stores a message without touching what is on screen. */
  async write(message: Message): Promise<void> {
    const conversation = this.#listed.known.find(({ id }) => id === message.conversationId);
    // the conversation may have been deleted while its reply was still streaming
    if (conversation) await this.#stored.save([conversation], [message]);
  }

  /** Shows the branch that holds `messageId`. */
  async showVersion(messageId: string): Promise<void> {
    await this.setLeaf(newestLeafBelow(this.messages, messageId));
  }

  async setLeaf(messageId: string | null): Promise<void> {
    if (!this.active) return;
    const changed = { ...this.active, activeLeafId: messageId };
    await this.#change(changed);
  }

  /**
   * Deletes a message of the open conversation and all that follows it, and shows another version of it, or else what stands
   * before it. Comes back with what `restore` takes; null if there is no such message.
   */
  async removeBranch(messageId: string): Promise<RemovedBranch | null> {
    const { active } = this;
    const message = this.messages.get(messageId);
    if (!active || !message) return null;
    const removed = branchFrom(this.messages, messageId);
    const ids = new Set(removed.map(({ id }) => id));
    const left = new Map([...this.messages].filter(([id]) => !ids.has(id)));
    const version = versionsOf(left, message).at(-1);
    const activeLeafId = version ? newestLeafBelow(left, version.id) : message.parentId;
    const changed = { ...active, activeLeafId };
    this.#open.show(left);
    this.#listed.put([changed]);
    await this.#stored.removeMessages(changed, ids);
    return { conversationId: active.id, leafId: active.activeLeafId, messages: removed };
  }

  /** Brings back what `removeBranch` has deleted, unless its conversation is gone too. */
  async restore({ conversationId, leafId, messages }: RemovedBranch): Promise<void> {
    const conversation = this.#listed.find(conversationId);
    if (!conversation) return;
    const changed = { ...conversation, activeLeafId: leafId };
    if (this.activeId === conversationId) this.#open.put(messages);
    await this.#change(changed, messages);
  }

  /** Pins a message, so that its exchange stays in the context window, or lets go of it. */
  async setPinned(message: Message, isPinned: boolean): Promise<void> {
    await this.update({ ...message, isPinned }, true);
  }

  /** Writes again what could not be written. */
  async retrySaving(): Promise<void> {
    if (this.active) await this.#stored.save([this.active], []);
  }

  /** A conversation with all its messages; what is not stored yet is part of it. */
  async readTree(conversation: Conversation): Promise<Result<ConversationTree>> {
    if (conversation.id === this.activeId) {
      return ok({ conversation, messages: [...this.messages.values()] });
    }
    return this.#stored.readTree(conversation);
  }

  /** Adds whole conversations to the store and the list: all of them or none. */
  async add(trees: readonly ConversationTree[]): Promise<Result<null>> {
    const added = await this.#stored.add(trees);
    if (added.ok) {
      this.#listed.put(trees.map(({ conversation }) => conversation));
      this.#stored.noteAdded();
    }
    return added;
  }

  /** Deletes every conversation, also those that cannot be read. */
  async removeAll(): Promise<void> {
    const ids = this.#listed.all.map(({ id }) => id);
    if (await this.#stored.removeAll(ids)) this.forgetAll();
  }

  /** Everything was deleted on purpose: nothing is left to be shown, stored or missed. */
  forgetAll(): void {
    this.startNew();
    this.#listed.clear();
    this.#stored.forgetAll();
  }

  /** Shows a conversation as it is now, and stores it so. */
  async #change(conversation: Conversation, messages: readonly Message[] = []): Promise<void> {
    this.#listed.put([conversation]);
    await this.#stored.save([conversation], messages);
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
    const isShown = (): boolean => this.activeId === id;
    const latest = await this.#stored.readLatest(id, isShown);
    if (!latest) return;
    const { conversation, read } = latest;
    const known = this.#listed.find(id);
    // whoever writes decides what is shown; everybody else follows
    const isOwnLeaf = known !== null && this.tabs.isWritingIn(id);
    this.#listed.put([
      isOwnLeaf ? { ...conversation, activeLeafId: known.activeLeafId } : conversation,
    ]);
    if (read && isShown()) this.#open.show(read.messages);
  }

  /** Another tab has deleted a conversation. */
  async #drop(id: string): Promise<void> {
    if (!this.#listed.find(id)) return;
    this.onRemovedElsewhere(id);
    this.#forget([id]);
    // a change that this tab was storing at that moment would bring it back, here and where it was heard of
    await this.#stored.remove([id]);
  }

  #forget(ids: readonly string[]): void {
    if (ids.includes(this.activeId ?? '')) this.startNew();
    this.#listed.remove(new Set(ids));
    this.#stored.forget(ids);
  }

  #showLive({ conversationId, messageId, text }: Extract<TabNews, { type: 'writing' }>): void {
    if (conversationId !== this.activeId) return;
    const shown = this.#stored.follow(this.messages.get(messageId), text);
    if (shown) this.#open.put([shown]);
  }
}
