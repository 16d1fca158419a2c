import type { AppError, WorkerName } from '../domain/app-error.ts';
import { isAppError } from '../domain/app-error.ts';
import { err, type Result } from '../domain/result.ts';
import { watchLifeline } from './lifeline.ts';
import { findLocks, type Locks } from './locks.ts';
import {
  isInbound,
  PROTOCOL_VERSION,
  type Contract,
  type Endpoint,
  type EventName,
  type Inbound,
  type ItemOf,
  type Outbound,
  type ReplyOf,
  type RequestName,
  type RequestOf,
} from './messages.ts';

/** A worker script is small or cached; ten seconds without a greeting means that it will not come. */
const HELLO_TIMEOUT_MS = 10_000;
/** Four missed heartbeats (one a second while busy); shader compilation may block longer, so callers can raise it. */
const DEFAULT_SILENCE_TIMEOUT_MS = 4_000;
const WATCH_INTERVAL_MS = 500;

export interface CallOptions<Item> {
  onItem?: (item: Item) => void;
  signal?: AbortSignal;
  transfer?: Transferable[];
  /** How long the worker may be silent while this call is pending before it counts as hung. Milliseconds. */
  silenceTimeoutMs?: number;
  /** How long the worker may take to settle after an abort before it counts as hung. Milliseconds. */
  abortTimeoutMs?: number;
}

export interface ClientOptions<C extends Contract> {
  worker: WorkerName;
  onEvent?: <N extends EventName<C>>(name: N, payload: C['events'][N]) => void;
  /** Called once, when the worker is dead or counts as dead; every pending call has been settled with this error. */
  onDeath?: (error: AppError) => void;
  /** What the worker's lifeline is watched with; the browser's own if left out, null watches none. */
  locks?: Locks | null;
}

interface Pending {
  settle: (result: Result<unknown>) => void;
  onItem: ((item: unknown) => void) | undefined;
  silenceTimeoutMs: number;
  /** Time by which an aborted call must have settled, in `performance.now()` milliseconds. */
  abortDeadline: number | null;
}

/** The page's end of a worker port. Calls never reject and never stay pending: a dead worker settles them as errors. */
export interface Client<C extends Contract> {
  call<N extends RequestName<C>>(
    name: N,
    request: RequestOf<C, N>,
    options?: CallOptions<ItemOf<C, N>>,
  ): Promise<Result<ReplyOf<C, N>>>;
  /** Declares the worker dead: settles everything with `error` and reports no further death. */
  dispose(error: AppError): void;
}

export function createClient<C extends Contract>(
  endpoint: Endpoint,
  options: ClientOptions<C>,
): Client<C> {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let death: AppError | null = null;
  let greeted = false;
  const { locks = findLocks() } = options;
  const watching = new AbortController();
  let lastHeard = performance.now();

  const die = (error: AppError, report: boolean): void => {
    if (death) return;
    death = error;
    clearInterval(watch);
    // a worker that is ended on purpose lets go of its lifeline too
    watching.abort();
    for (const { settle } of pending.values()) settle(err(error));
    pending.clear();
    if (report) options.onDeath?.(error);
  };

  let lastWatch = performance.now();
  const watch = setInterval(() => {
    const now = performance.now();
    // this page itself was frozen or asleep: what the worker said meanwhile is still waiting to be delivered
    if (now - lastWatch > 2 * WATCH_INTERVAL_MS) lastHeard = now;
    lastWatch = now;
    const silentMs = now - lastHeard;
    if (!greeted && silentMs > HELLO_TIMEOUT_MS) {
      die({ type: 'worker-failed-to-start', worker: options.worker, detail: 'no greeting' }, true);
      return;
    }
    if (!greeted) return;
    for (const call of pending.values()) {
      const late = call.abortDeadline !== null && now > call.abortDeadline;
      if (late || silentMs > call.silenceTimeoutMs) {
        die({ type: 'worker-unresponsive', worker: options.worker, silentMs }, true);
        return;
      }
    }
  }, WATCH_INTERVAL_MS);

  endpoint.addEventListener('message', (event) => {
    if (!('data' in event) || !isInbound(event.data)) return;
    lastHeard = performance.now();
    receive(event.data);
  });
  endpoint.addEventListener('error', (event) => {
    const detail = 'message' in event ? String(event.message) : '';
    const type = greeted ? 'worker-died' : 'worker-failed-to-start';
    die({ type, worker: options.worker, detail }, true);
  });
  endpoint.addEventListener('messageerror', () => {
    die({ type: 'worker-died', worker: options.worker, detail: 'unreadable message' }, true);
  });

  function receive(message: Inbound): void {
    switch (message.type) {
      case 'hello':
        greeted = true;
        if (message.protocolVersion !== PROTOCOL_VERSION) {
          const { protocolVersion: found } = message;
          die({ type: 'protocol-mismatch', expected: PROTOCOL_VERSION, found }, true);
        } else if (locks && message.lifeline !== undefined) {
          watchLifeline(locks, message.lifeline, watching.signal, () =>
            die({ type: 'worker-died', worker: options.worker, detail: 'ended silently' }, true),
          );
        }
        return;
      case 'item':
        pending.get(message.id)?.onItem?.(message.item);
        return;
      case 'settled': {
        const call = pending.get(message.id);
        pending.delete(message.id);
        call?.settle(message.result);
        return;
      }
      case 'beat':
        return;
      case 'event':
        // the contract ties names to payloads; both ends are compiled from it and the greeting checked its version
        options.onEvent?.(message.name, message.payload as C['events'][EventName<C>]);
        return;
      case 'crashed': {
        const error = isAppError(message.error)
          ? message.error
          : ({ type: 'worker-died', worker: options.worker, detail: '' } as const);
        die(error, true);
        return;
      }
    }
  }

  return {
    call(name, request, callOptions = {}) {
      const { onItem, signal, transfer, abortTimeoutMs } = callOptions;
      if (death) return Promise.resolve(err(death));
      if (signal?.aborted) return Promise.resolve(err({ type: 'aborted' }));
      const id = nextId++;
      return new Promise((resolve) => {
        const abort = (): void => {
          const call = pending.get(id);
          if (!call) return;
          call.abortDeadline = performance.now() + (abortTimeoutMs ?? DEFAULT_SILENCE_TIMEOUT_MS);
          endpoint.postMessage({ type: 'abort', id } satisfies Outbound);
        };
        pending.set(id, {
          settle: (result) => {
            signal?.removeEventListener('abort', abort);
            resolve(result);
          },
          onItem: onItem,
          silenceTimeoutMs: callOptions.silenceTimeoutMs ?? DEFAULT_SILENCE_TIMEOUT_MS,
          abortDeadline: null,
        });
        signal?.addEventListener('abort', abort, { once: true });
        // silence is counted from the request on: an idle worker says nothing
        if (greeted) lastHeard = performance.now();
        endpoint.postMessage(
          { type: 'call', id, name, request } satisfies Outbound,
          transfer ?? [],
        );
      });
    },
    dispose(error) {
      die(error, false);
    },
  };
}
