import type { Conversations, RemovedBranch } from './conversations.svelte.ts';

/** How long deleted turns can be brought back. Milliseconds. */
const UNDO_MS = 8_000;

/** Turns that were deleted a moment ago, and can still be brought back. */
export class TurnRemovals {
  readonly #conversations: Pick<Conversations, 'removeBranch' | 'restore'>;
  #removed = $state.raw<RemovedBranch | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(conversations: Pick<Conversations, 'removeBranch' | 'restore'>) {
    this.#conversations = conversations;
  }

  /** How many can be brought back now. */
  get count(): number {
    return this.#removed?.messages.length ?? 0;
  }

  /** Deletes a message and what follows it. What was deleted before can then no longer be brought back. */
  async remove(messageId: string): Promise<void> {
    this.#removed = await this.#conversations.removeBranch(messageId);
    this.release();
  }

  async undo(): Promise<void> {
    this.hold();
    const removed = this.#removed;
    this.#removed = null;
    if (removed) await this.#conversations.restore(removed);
  }

  /** Stops the clock while somebody is about to undo. */
  hold(): void {
    clearTimeout(this.#timer);
  }

  /** Nothing can be brought back any more. */
  forget(): void {
    this.hold();
    this.#removed = null;
  }

  /** Lets the clock run again, from its beginning. */
  release(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#removed = null), UNDO_MS);
  }
}
