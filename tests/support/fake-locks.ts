import type { Locks } from '../../src/protocol/locks.ts';

interface Request {
  client: string;
  name: string;
  grant: () => void;
}

interface Held {
  client: string;
  name: string;
  reject: (error: Error) => void;
}

/** Web Locks between several tabs, as the standard describes them, for exclusive locks. */
export class FakeLocks {
  #queue: Request[] = [];
  #held: Held[] = [];

  /** The locks as one tab sees them. */
  of(client: string): Locks {
    const request = (
      name: string,
      { ifAvailable, signal, steal }: LockOptions,
      callback: (lock: Lock | null) => unknown,
    ): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const grant = (): void => {
          const held = { client, name, reject };
          this.#held.push(held);
          void Promise.resolve(callback({ name, mode: 'exclusive' }))
            .then(resolve, reject)
            .finally(() => this.#release(held));
        };
        if (steal) {
          const robbed = this.#held.filter((other) => other.name === name);
          this.#held = this.#held.filter((other) => other.name !== name);
          for (const other of robbed) other.reject(new DOMException('stolen', 'AbortError'));
          grant();
          return;
        }
        const isFree = !this.isHeld(name) && !this.#queue.some((other) => other.name === name);
        if (ifAvailable && !isFree) {
          void Promise.resolve(callback(null)).then(resolve, reject);
          return;
        }
        if (signal?.aborted) {
          reject(new DOMException('aborted', 'AbortError'));
          return;
        }
        const waiting = { client, name, grant };
        this.#queue.push(waiting);
        signal?.addEventListener('abort', () => {
          if (!this.#queue.includes(waiting)) return;
          this.#queue = this.#queue.filter((other) => other !== waiting);
          reject(new DOMException('aborted', 'AbortError'));
          this.#advance();
        });
        // granted later, as in a browser, never during the call
        queueMicrotask(() => this.#advance());
      });
    return {
      request: request as Locks['request'],
      query: () =>
        Promise.resolve({
          held: this.#held.map(({ client: clientId, name }) => ({ clientId, name })),
          pending: [],
        }),
    };
  }

  /** The tab or worker is gone: all that it held and waited for goes with it, and it is told nothing. */
  end(client: string): void {
    this.#queue = this.#queue.filter((other) => other.client !== client);
    this.#held = this.#held.filter((other) => other.client !== client);
    this.#advance();
  }

  isHeld(name: string): boolean {
    return this.#held.some((held) => held.name === name);
  }

  #release(held: Held): void {
    this.#held = this.#held.filter((other) => other !== held);
    this.#advance();
  }

  #advance(): void {
    for (const waiting of [...this.#queue]) {
      if (this.isHeld(waiting.name) || !this.#queue.includes(waiting)) continue;
      this.#queue = this.#queue.filter((other) => other !== waiting);
      waiting.grant();
    }
  }
}
