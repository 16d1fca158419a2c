import { markInterrupted, type Message } from '../domain/conversation.ts';
import type { TabSync } from './tab-sync.ts';

/** Replies that other tabs are writing, as far as those have told. */
export class FollowedReplies {
  readonly #tabs: TabSync;
  /** What has been told of each, by message. */
  readonly #texts = new Map<string, string>();

  constructor(tabs: TabSync) {
    this.#tabs = tabs;
  }

  /** A message on screen as another tab has just told it; null if that changes nothing. */
  grow(message: Message | undefined, text: string): Message | null {
    if (message?.status !== 'streaming' && message?.status !== 'interrupted') return null;
    if (message.status === 'streaming' && message.text === text) return null;
    this.#texts.set(message.id, text);
    return { ...message, text, status: 'streaming' };
  }

  /**
   * Stored messages as they are shown. A reply that breaks off in the store was interrupted, unless a tab is writing it right
   * now; that is never written back. `onEnd` is called when such a reply has ended.
   */
  async show(stored: readonly Message[], onEnd: () => void): Promise<Map<string, Message>> {
    const isAnyBegun = stored.some(({ status }) => status === 'streaming');
    const written = isAnyBegun ? await this.#tabs.writtenReplies() : null;
    const messages = new Map<string, Message>();
    for (const message of stored) {
      if (written?.has(message.id)) {
        this.#tabs.afterReply(message.id, onEnd);
        messages.set(message.id, { ...message, text: this.#texts.get(message.id) ?? message.text });
      } else {
        this.#texts.delete(message.id);
        messages.set(message.id, markInterrupted(message));
      }
    }
    return messages;
  }
}
