import type { Conversation } from '../domain/conversation.ts';

/** The conversations that are known, newest first. */
export class ListedConversations {
  #all = $state.raw<readonly Conversation[]>([]);
  /** Those that are about to be deleted, and may come back. */
  #hidden = $state.raw<ReadonlySet<string>>(new Set());
  /** The list while conversations are locked: what was not stored before is stored when they are opened again. */
  #withheld: readonly Conversation[] = [];

  /** What a person sees. */
  readonly shown: readonly Conversation[] = $derived(
    this.#hidden.size === 0 ? this.#all : this.#all.filter(({ id }) => !this.#hidden.has(id)),
  );

  /** Also those that are hidden. */
  get all(): readonly Conversation[] {
    return this.#all;
  }

  /** Also those that are hidden, and those that are withheld while the lock is on. */
  get known(): readonly Conversation[] {
    return [...this.#all, ...this.#withheld];
  }

  find(id: string | null): Conversation | null {
    return this.#all.find((conversation) => conversation.id === id) ?? null;
  }

  /** Lists exactly these. Nothing is withheld any more. */
  set(conversations: readonly Conversation[]): void {
    this.#all = [...conversations].sort(byNewest);
    this.#withheld = [];
  }

  /** Adds these, or puts them in the place of what is known of them. */
  put(conversations: readonly Conversation[]): void {
    const ids = new Set(conversations.map(({ id }) => id));
    const others = this.#all.filter(({ id }) => !ids.has(id));
    this.#all = [...conversations, ...others].sort(byNewest);
  }

  remove(ids: ReadonlySet<string>): void {
    this.#all = this.#all.filter(({ id }) => !ids.has(id));
    if (this.#hidden.size > 0) this.setHidden(ids, false);
  }

  setHidden(ids: ReadonlySet<string>, isHidden: boolean): void {
    const others = [...this.#hidden].filter((id) => !ids.has(id));
    this.#hidden = new Set(isHidden ? [...others, ...ids] : others);
  }

  /** Takes the list off the screen. */
  withhold(): void {
    this.#withheld = this.known;
    this.#all = [];
  }

  clear(): void {
    this.#all = [];
    this.#withheld = [];
    this.#hidden = new Set();
  }
}

function byNewest(a: Conversation, b: Conversation): number {
  return b.updatedAt - a.updatedAt;
}
