import type { Preferences } from '../storage/preferences.ts';

/** Conversations that were stored once and are gone, without anybody having deleted them here. */
export interface Loss {
  conversationCount: number;
  /** Whether one was open on screen, and has been stored again. */
  hasSavedOpen: boolean;
}

/**
 * Notices when the browser has deleted conversations: `localStorage` remembers how many there were, and is kept when IndexedDB is
 * emptied for want of space. Without it a person would find an empty app and no word of why.
 */
export class LossWatch {
  readonly #preferences: Preferences;
  #loss = $state.raw<Loss | null>(null);

  constructor(preferences: Preferences) {
    this.#preferences = preferences;
  }

  /** Null if nothing is missing, or the person has read what is. */
  get loss(): Loss | null {
    return this.#loss;
  }

  /** Compares what is stored at the start with what was stored last. */
  compare(storedCount: number): void {
    const expected = Number(this.#preferences.read('conversation-count') ?? 0);
    if (storedCount > 0 || !(expected > 0)) this.remember(storedCount);
    // remembered until it was read: a reload must not hide it
    else this.#loss = { conversationCount: expected, hasSavedOpen: false };
  }

  /** What was stored is gone while it was in use. */
  report(loss: Loss): void {
    this.#loss = loss;
  }

  remember(storedCount: number): void {
    this.#preferences.write('conversation-count', storedCount > 0 ? String(storedCount) : '');
  }

  dismiss(storedCount: number): void {
    this.#loss = null;
    this.remember(storedCount);
  }
}
