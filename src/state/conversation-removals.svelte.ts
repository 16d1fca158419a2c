import type { Preferences } from '../storage/preferences.ts';
import { PendingRemovals } from './pending-removals.svelte.ts';

export interface ConversationRemovalsOptions {
  preferences: Preferences;
  /** Takes them off the screen, or puts them back. */
  setHidden: (ids: readonly string[], isHidden: boolean) => void;
  /** Deletes them for good. Resolves to whether that is done. */
  remove: (ids: readonly string[]) => Promise<boolean>;
}

/**
 * Conversations that were deleted a moment ago: gone from the screen, and from the store when they can no longer be brought back.
 * Their ids are remembered outside of the page, so that one which closes in between brings nothing back.
 */
export class ConversationRemovals {
  readonly #options: ConversationRemovalsOptions;
  readonly #pending = new PendingRemovals();

  constructor(options: ConversationRemovalsOptions) {
    this.#options = options;
  }

  /** How many can be brought back now. */
  get count(): number {
    return this.#pending.ids.size;
  }

  /** What was deleted before can then no longer be brought back. */
  begin(ids: readonly string[]): void {
    void this.finish();
    if (ids.length === 0) return;
    this.#remember((remembered) => [...remembered, ...ids]);
    this.#options.setHidden(ids, true);
    this.#wait(ids);
  }

  undo(): void {
    const ids = [...this.#pending.ids];
    this.#pending.end(ids);
    this.#forget(ids);
    this.#options.setHidden(ids, false);
  }

  /** Stops the clock while somebody is about to undo. */
  hold(): void {
    const ids = [...this.#pending.ids];
    this.#pending.end(ids);
    this.#pending.begin(ids, () => undefined);
  }

  /** Lets the clock run again, from its beginning. */
  release(): void {
    if (this.count > 0) this.#wait([...this.#pending.ids]);
  }

  /** Deletes now what waits, as when the page is about to go. */
  async finish(): Promise<void> {
    const ids = [...this.#pending.ids];
    this.#pending.end(ids);
    await this.#removeNow(ids);
  }

  /** Deletes what an earlier page was about to delete. */
  async finishEarlier(): Promise<void> {
    const ids = this.#read().filter((id) => !this.#pending.has(id));
    this.#options.setHidden(ids, true);
    await this.#removeNow(ids);
  }

  #wait(ids: readonly string[]): void {
    this.#pending.begin(ids, () => void this.finish());
  }

  async #removeNow(ids: readonly string[]): Promise<void> {
    if (ids.length > 0 && (await this.#options.remove(ids))) this.#forget(ids);
  }

  #forget(ids: readonly string[]): void {
    const gone = new Set(ids);
    this.#remember((remembered) => remembered.filter((id) => !gone.has(id)));
  }

  #remember(change: (remembered: readonly string[]) => readonly string[]): void {
    this.#options.preferences.write('removed-conversations', change(this.#read()).join(' '));
  }

  #read(): readonly string[] {
    const stored = this.#options.preferences.read('removed-conversations');
    return stored === null ? [] : stored.split(' ');
  }
}
