import type { Message } from '../domain/conversation.ts';

/** One attempt to store what has changed of a conversation. */
export interface SaveAttempt {
  /** All messages of it that are not stored, also from earlier attempts. */
  pending: readonly Message[];
  /** It has been stored. True if another tab's change was missed meanwhile, and nothing newer is being stored. */
  succeed: () => boolean;
}

/** What this tab knows and the store does not. Every later attempt tries again what an earlier one could not store. */
export class UnsavedChanges {
  readonly #messages = new Map<string, Message>();
  /** The latest attempt for each conversation whose stored state is older than what is shown. */
  readonly #attempts = new Map<string, object>();
  /** Conversations of which another tab's change has come meanwhile. */
  readonly #missed = new Set<string>();

  get conversationIds(): ReadonlySet<string> {
    return new Set([...this.#messages.values()].map(({ conversationId }) => conversationId));
  }

  begin(conversationId: string, changed: readonly Message[]): SaveAttempt {
    for (const message of changed) this.#messages.set(message.id, message);
    const pending = this.#of(conversationId);
    const attempt = {};
    this.#attempts.set(conversationId, attempt);
    return {
      pending,
      succeed: () => {
        for (const message of pending) {
          // a newer version may have been queued in the meantime
          if (this.#messages.get(message.id) === message) this.#messages.delete(message.id);
        }
        if (this.#attempts.get(conversationId) !== attempt) return false;
        this.#attempts.delete(conversationId);
        return this.#missed.delete(conversationId);
      },
    };
  }

  /** Puts what is not stored of a conversation over what is. */
  overlay(conversationId: string, stored: Map<string, Message>): Map<string, Message> {
    for (const message of this.#of(conversationId)) stored.set(message.id, message);
    return stored;
  }

  /** Whether what is stored is older than what is shown; another tab's change is then noted as missed. */
  missChange(conversationId: string): boolean {
    if (!this.#attempts.has(conversationId)) return false;
    this.#missed.add(conversationId);
    return true;
  }

  /** A conversation was deleted. */
  forget(conversationId: string): void {
    for (const { id } of this.#of(conversationId)) this.#messages.delete(id);
    this.#attempts.delete(conversationId);
    this.#missed.delete(conversationId);
  }

  /** These messages were deleted. */
  forgetMessages(ids: ReadonlySet<string>): void {
    for (const id of ids) this.#messages.delete(id);
  }

  /** All conversations were deleted. */
  clear(): void {
    this.#messages.clear();
    this.#attempts.clear();
    this.#missed.clear();
  }

  #of(conversationId: string): readonly Message[] {
    return [...this.#messages.values()].filter(
      (message) => message.conversationId === conversationId,
    );
  }
}
