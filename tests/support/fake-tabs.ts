import { EngineLock } from '../../src/engine/engine-lock.ts';
import { FakeLocks } from './fake-locks.ts';
import { FakeTimers } from './fake-timers.ts';

type Listener = (event: MessageEvent) => void;

export interface FakeTab {
  lock: EngineLock;
  /** Brings this tab to the front, or hides it. */
  show: (isVisible: boolean) => void;
  /** From here on it hears and says nothing, like a tab whose main thread hangs. */
  hang: () => void;
}

/** Several tabs of one origin: locks and messages between them, and time. */
export class FakeTabs {
  readonly locks = new FakeLocks();
  readonly timers = new FakeTimers();
  readonly #listeners = new Map<string, Listener>();

  open(name: string, isVisibleAtFirst = true): FakeTab {
    let isVisible = isVisibleAtFirst;
    let onChange = (): void => undefined;
    const lock = new EngineLock({
      locks: this.locks.of(name),
      timers: this.timers,
      channel: {
        postMessage: (data: unknown) => {
          for (const [other, listener] of this.#listeners) {
            if (other !== name) queueMicrotask(() => listener({ data } as MessageEvent));
          }
        },
        addEventListener: (_type: string, listener: unknown) => {
          this.#listeners.set(name, listener as Listener);
        },
      },
      visibility: { isVisible: () => isVisible, onChange: (callback) => (onChange = callback) },
    });
    return {
      lock,
      show: (now) => {
        isVisible = now;
        onChange();
      },
      hang: () => this.#listeners.delete(name),
    };
  }

  /** The tab is closed or has crashed. */
  close(name: string): void {
    this.#listeners.delete(name);
    this.locks.end(name);
  }

  /** What a tab of another release, or anybody else of this origin, might say. */
  say(data: unknown): void {
    for (const listener of this.#listeners.values()) listener({ data } as MessageEvent);
  }
}
