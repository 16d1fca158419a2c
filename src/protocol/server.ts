import { toAppError } from '../domain/app-error.ts';
import { err, type Result } from '../domain/result.ts';
import { holdLifeline, type LifelineOptions } from './lifeline.ts';
import { findLocks } from './locks.ts';
import {
  isOutbound,
  PROTOCOL_VERSION,
  type Contract,
  type Endpoint,
  type EventName,
  type Inbound,
  type ItemOf,
  type ReplyOf,
  type RequestName,
  type RequestOf,
} from './messages.ts';

/** Often enough to notice a hang within seconds, rare enough to cost nothing. */
const BEAT_INTERVAL_MS = 1_000;

export interface CallContext<Item> {
  signal: AbortSignal;
  emit: (item: Item) => void;
}

export type Handlers<C extends Contract> = {
  [N in RequestName<C>]: (
    request: RequestOf<C, N>,
    context: CallContext<ItemOf<C, N>>,
  ) => Promise<Result<ReplyOf<C, N>>>;
};

export interface Server<C extends Contract> {
  /** Tells the page something that it did not ask for. */
  send<N extends EventName<C>>(name: N, payload: C['events'][N]): void;
}

/**
 * The worker's end of a port: greets as soon as its lifeline is held, then answers calls (a handler that throws becomes an
 * error value) and beats while a call is pending.
 */
export function serve<C extends Contract>(
  endpoint: Endpoint,
  handlers: Handlers<C>,
  lifeline: LifelineOptions = { locks: findLocks() },
): Server<C> {
  const running = new Map<number, AbortController>();
  let beat: ReturnType<typeof setInterval> | undefined;
  const post = (message: Inbound): void => endpoint.postMessage(message);

  // nothing is answered before the greeting: the other end may have to refuse this worker
  const greeted = new Promise<void>((resolve) => {
    holdLifeline(lifeline, (name) => {
      const greeting = { type: 'hello', protocolVersion: PROTOCOL_VERSION } as const;
      post(name === null ? greeting : { ...greeting, lifeline: name });
      resolve();
    });
  });

  const updateBeat = (): void => {
    if (running.size === 0) {
      clearInterval(beat);
      beat = undefined;
    } else {
      beat ??= setInterval(() => post({ type: 'beat' }), BEAT_INTERVAL_MS);
    }
  };

  const run = async (id: number, name: string, request: unknown): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    updateBeat();
    const emit = (item: unknown): void => post({ type: 'item', id, item });
    await greeted;
    let result: Result<unknown>;
    try {
      const handler = Object.hasOwn(handlers, name) ? handlers[name as RequestName<C>] : undefined;
      result = handler
        ? await handler(request, { signal: controller.signal, emit })
        : err({ type: 'unknown', detail: `no request is called ${name}` });
    } catch (thrown) {
      result = err(toAppError(thrown));
    }
    running.delete(id);
    updateBeat();
    post({ type: 'settled', id, result });
  };

  endpoint.addEventListener('message', (event) => {
    if (!('data' in event) || !isOutbound(event.data)) return;
    if (event.data.type === 'abort') running.get(event.data.id)?.abort();
    else void run(event.data.id, event.data.name, event.data.request);
  });

  return {
    send: (name, payload) => post({ type: 'event', name, payload }),
  };
}
