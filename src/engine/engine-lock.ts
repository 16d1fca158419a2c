import { severLifelines } from '../protocol/lifeline.ts';
import { findLocks, type Locks } from '../protocol/locks.ts';
import { PAGE_TIMERS, type Timers } from './timers.ts';

const LOCK_NAME = 'mamori:engine';
const CHANNEL_NAME = 'mamori:engine';
/** Raise it with every change of a message; a tab of another release is then left alone. */
const MESSAGE_VERSION = 1;

/** A page that is reloaded meets its own lock for a moment: only a lock that stays taken is another tab's. */
const ACQUIRE_GRACE_MS = 500;
const ASK_INTERVAL_MS = 1_000;
/** A tab that has not answered so many questions in a row hangs or is frozen. Counted, so that a sleep is no silence. */
const MOST_UNANSWERED = 4;

/** A tab asks the holder; the holder answers only if it needs the engine for a moment longer. */
type Message =
  { version: number; type: 'ask'; from: string } | { version: number; type: 'busy'; to: string };

export interface EngineLockOptions {
  locks: Locks;
  channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>;
  timers: Timers;
  /** Whether this tab is in front, and a call for each change of that. */
  visibility: { isVisible: () => boolean; onChange: (callback: () => void) => void };
}

/** One tab of this origin holds the engine. This is that right: taken, waited for, asked for, handed over, lost. */
export class EngineLock {
  readonly #options: EngineLockOptions;
  readonly #tabId = crypto.randomUUID();
  #release: (() => void) | null = null;
  /** The request that stands in the queue. */
  #pending: AbortController | null = null;
  #onGranted: (() => void) | null = null;
  #onBusy: (() => void) | null = null;

  /** Another tab asks. Must end the engine and release the lock, or say false: it is needed a moment longer. */
  onAsked: () => boolean = () => false;
  /** Another tab has taken it, because this one did not answer. */
  onLost: () => void = () => undefined;

  constructor(options: EngineLockOptions) {
    this.#options = options;
    options.channel.addEventListener('message', ({ data }) => this.#receive(data));
    options.visibility.onChange(() => this.#updateWaiting());
  }

  get isHeld(): boolean {
    return this.#release !== null;
  }

  /** Takes it if no other tab has it. */
  async acquire(): Promise<boolean> {
    if (this.isHeld) return true;
    this.stopWaiting();
    const pending = this.#enqueue();
    const cancel = this.#options.timers.after(ACQUIRE_GRACE_MS, () => pending.abort());
    const isGranted = await this.#request({ signal: pending.signal });
    cancel();
    return isGranted;
  }

  /** Whether it is still this tab's: a loss that the browser has decided but not told yet is told before this answers. */
  async confirm(): Promise<boolean> {
    await this.#options.locks.query();
    return this.isHeld;
  }

  release(): void {
    this.#release?.();
    this.#release = null;
  }

  /** Calls back with the lock as soon as it is free while this tab is in front. */
  wait(onGranted: () => void): void {
    this.#onGranted = onGranted;
    this.#updateWaiting();
  }

  stopWaiting(): void {
    this.#onGranted = null;
    this.#onBusy = null;
    this.#pending?.abort();
    this.#pending = null;
  }

  /**
   * Asks the tab that holds it, as long as it answers that it is busy (`onBusy`), and takes it from one that does not
   * answer. True when it is held; false if something else was wanted in the meantime.
   */
  async takeOver(onBusy: () => void): Promise<boolean> {
    this.stopWaiting();
    const pending = this.#enqueue();
    const granted = this.#request({ signal: pending.signal });
    let unanswered = 0;
    let cancel = (): void => undefined;
    this.#onBusy = () => {
      unanswered = 0;
      onBusy();
    };
    const stolen = new Promise<boolean>((resolve) => {
      const ask = (): void => {
        if (unanswered >= MOST_UNANSWERED) {
          resolve(this.#steal(pending));
          return;
        }
        unanswered += 1;
        this.#post({ version: MESSAGE_VERSION, type: 'ask', from: this.#tabId });
        cancel = this.#options.timers.after(ASK_INTERVAL_MS, ask);
      };
      ask();
    });
    const asked = granted.then((isGranted) => {
      cancel();
      // not granted means aborted: by a theft, whose result counts, or by somebody who wants something else
      return isGranted || (this.#pending === pending ? stolen : false);
    });
    const isHeld = await Promise.race([asked, stolen]);
    if (this.#pending === pending) this.stopWaiting();
    return isHeld;
  }

  async #steal(pending: AbortController): Promise<boolean> {
    const stealing = this.#request({ steal: true });
    pending.abort();
    const isHeld = await stealing;
    if (this.#pending !== pending) {
      this.release();
      return false;
    }
    // the silent tab's worker does not hang with its page: it ends itself and gives the GPU's memory back
    if (isHeld) await severLifelines(this.#options.locks, 'chat');
    return isHeld;
  }

  #enqueue(): AbortController {
    this.#pending = new AbortController();
    return this.#pending;
  }

  /** True as soon as the lock is held, false if it never will be by this request. */
  #request(options: LockOptions): Promise<boolean> {
    return new Promise((resolve) => {
      let release: (() => void) | null = null;
      const holding = this.#options.locks.request(LOCK_NAME, options, () => {
        // granted and given up in the same moment
        if (options.signal?.aborted) return undefined;
        return new Promise<void>((end) => {
          release = end;
          this.#release = end;
          resolve(true);
        });
      });
      holding.then(
        () => resolve(false),
        () => {
          resolve(false);
          if (release === null || this.#release !== release) return;
          this.#release = null;
          this.onLost();
        },
      );
    });
  }

  #updateWaiting(): void {
    const onGranted = this.#onGranted;
    if (!onGranted) return;
    this.#pending?.abort();
    this.#pending = null;
    if (!this.#options.visibility.isVisible()) return;
    const { signal } = this.#enqueue();
    void this.#request({ signal }).then((isGranted) => {
      if (!isGranted) return;
      this.stopWaiting();
      onGranted();
    });
  }

  #receive(data: unknown): void {
    if (!isMessage(data)) return;
    switch (data.type) {
      case 'ask':
        if (!this.isHeld) {
          // whoever asks comes before those who only wait
          this.#updateWaiting();
        } else if (!this.onAsked()) {
          this.#post({ version: MESSAGE_VERSION, type: 'busy', to: data.from });
        }
        return;
      case 'busy':
        if (data.to === this.#tabId) this.#onBusy?.();
        return;
    }
  }

  #post(message: Message): void {
    this.#options.channel.postMessage(message);
  }
}

/** This page's part of the lock; null where the browser cannot do it, and every tab is then for itself. */
export function createEngineLock(): EngineLock | null {
  const locks = findLocks();
  if (!locks || typeof BroadcastChannel === 'undefined') return null;
  return new EngineLock({
    locks,
    channel: new BroadcastChannel(CHANNEL_NAME),
    timers: PAGE_TIMERS,
    visibility: {
      isVisible: () => document.visibilityState === 'visible',
      onChange: (callback) => document.addEventListener('visibilitychange', callback),
    },
  });
}

/** Same origin is no promise of the same release: what does not look like a message of this one is none. */
function isMessage(data: unknown): data is Message {
  if (typeof data !== 'object' || data === null) return false;
  const { version, type, from, to } = data as Record<string, unknown>;
  if (version !== MESSAGE_VERSION) return false;
  return type === 'ask' ? typeof from === 'string' : type === 'busy' && typeof to === 'string';
}
