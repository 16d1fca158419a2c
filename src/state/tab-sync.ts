import type { Message } from '../domain/conversation.ts';
import { findLocks, type Locks } from '../protocol/locks.ts';

const CHANNEL_NAME = 'mamori:conversations';
const LOCK_PREFIX = 'mamori:reply:';
/** Raise it with every change of what is told; a tab of another release is then not listened to. */
const NEWS_VERSION = 1;

/** What tabs tell each other of conversations. Everything but a reply's growing text is in the store. */
export type TabNews =
  /** A change is stored. */
  | { type: 'changed'; conversationId: string }
  | { type: 'removed'; conversationId: string }
  /** What has been released so far of a reply that is being written. */
  | { type: 'writing'; conversationId: string; messageId: string; text: string };

export interface TabSyncOptions {
  locks: Locks | null;
  channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'> | null;
}

/**
 * What the tabs of this origin know of each other's conversations: news over a channel, and a Web Lock for each reply that
 * is being written, which a tab that crashes lets go of.
 */
export class TabSync {
  readonly #options: TabSyncOptions;
  /** The replies that this tab writes, with their conversations. */
  readonly #writing = new Map<string, string>();
  readonly #awaited = new Set<string>();

  onNews: (news: TabNews) => void = () => undefined;

  constructor(options: TabSyncOptions) {
    this.#options = options;
    options.channel?.addEventListener('message', ({ data }) => {
      const news = readNews(data);
      if (news) this.onNews(news);
    });
  }

  tell(news: TabNews): void {
    this.#options.channel?.postMessage({ version: NEWS_VERSION, ...news });
  }

  /** Lets other tabs know that a reply is being written, until what comes back is called. */
  holdReply({ id, conversationId }: Pick<Message, 'id' | 'conversationId'>): () => void {
    this.#writing.set(id, conversationId);
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    this.#options.locks?.request(`${LOCK_PREFIX}${id}`, {}, () => ended).catch(() => undefined);
    return () => {
      this.#writing.delete(id);
      end();
    };
  }

  isWritingIn(conversationId: string): boolean {
    return [...this.#writing.values()].includes(conversationId);
  }

  /** The ids of all replies that this tab or another one is writing now. */
  async writtenReplies(): Promise<ReadonlySet<string>> {
    const found = await this.#options.locks?.query().catch(() => null);
    const elsewhere = (found?.held ?? []).flatMap(({ name }) =>
      name?.startsWith(LOCK_PREFIX) ? [name.slice(LOCK_PREFIX.length)] : [],
    );
    return new Set([...this.#writing.keys(), ...elsewhere]);
  }

  /** Calls back once when the tab that writes this reply has ended it, or has ended itself. */
  afterReply(id: string, callback: () => void): void {
    const { locks } = this.#options;
    if (!locks || this.#writing.has(id) || this.#awaited.has(id)) return;
    this.#awaited.add(id);
    const done = (): void => {
      this.#awaited.delete(id);
      callback();
    };
    // shared, so that the tabs that read along do not wait for each other
    locks.request(`${LOCK_PREFIX}${id}`, { mode: 'shared' }, () => undefined).then(done, done);
  }
}

/** This page's ear and mouth; without locks or channels a tab is for itself. */
export function createTabSync(): TabSync {
  return new TabSync({
    locks: findLocks(),
    channel: typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(CHANNEL_NAME),
  });
}

/** Same origin is no promise of the same release: what does not have the known shape is not listened to. */
function readNews(data: unknown): TabNews | null {
  if (typeof data !== 'object' || data === null) return null;
  const { version, type, conversationId, messageId, text } = data as Record<string, unknown>;
  if (version !== NEWS_VERSION || typeof conversationId !== 'string') return null;
  switch (type) {
    case 'changed':
    case 'removed':
      return { type, conversationId };
    case 'writing':
      return typeof messageId === 'string' && typeof text === 'string'
        ? { type, conversationId, messageId, text }
        : null;
    default:
      return null;
  }
}
