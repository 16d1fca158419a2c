import type { AppError } from '../../src/domain/app-error.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import type { ClassifyContract } from '../../src/protocol/classify-contract.ts';
import { createClient, type Client } from '../../src/protocol/client.ts';
import type { Classification, Side } from '../../src/safety/index.ts';

/** A classifier that has been restarted reads and compiles its model again: some seconds on a slow device. */
const CONNECT_TIMEOUT_MS = 40_000;
/** It beats once a second while it works; a window takes a quarter of a second at most. */
const SILENCE_TIMEOUT_MS = 4_000;
/** For a question of some pages; a sentence takes a tenth of a second. */
const CLASSIFY_TIMEOUT_MS = 20_000;
/** After so many failures on one text nothing more is tried: it stays unjudged. */
const ATTEMPTS = 3;

type Line =
  | { type: 'awaited' }
  | { type: 'connected'; client: Client<ClassifyContract> }
  /** The page says that there is no classifier to be had. */
  | { type: 'absent' };

/** The chat worker's line to the classifier. When it breaks, the page is told and a new one is waited for. */
export class ClassifierLink {
  readonly #onLost: (error: AppError) => void;
  #line: Line = { type: 'awaited' };
  #waiting = new Set<() => void>();

  constructor(onLost: (error: AppError) => void) {
    this.#onLost = onLost;
  }

  /** Replaces the line; whoever waits goes on. */
  connect(port: MessagePort | null): void {
    if (this.#line.type === 'connected') this.#line.client.dispose({ type: 'aborted' });
    if (port) {
      const client = createClient<ClassifyContract>(port, { worker: 'classify' });
      port.start();
      this.#line = { type: 'connected', client };
    } else {
      this.#line = { type: 'absent' };
    }
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Scores one text, over as many lines as it takes, up to three. */
  async judge(text: string, side: Side, signal: AbortSignal): Promise<Result<Classification>> {
    let error: AppError = { type: 'unknown', detail: 'the classifier was not asked' };
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const client = await this.#awaitClient(signal);
      if (!client.ok) return client;
      const result = await client.value.call(
        'classify',
        { texts: [{ text, side }], timeoutMs: CLASSIFY_TIMEOUT_MS },
        { signal, silenceTimeoutMs: SILENCE_TIMEOUT_MS },
      );
      if (result.ok) {
        const [classification] = result.value;
        if (classification) return ok(classification);
      }
      error = result.ok ? { type: 'unknown', detail: 'no verdict came' } : result.error;
      if (signal.aborted) return err({ type: 'aborted' });
      this.#drop(client.value, error);
    }
    return err(error);
  }

  async #awaitClient(signal: AbortSignal): Promise<Result<Client<ClassifyContract>>> {
    const deadline = AbortSignal.timeout(CONNECT_TIMEOUT_MS);
    const stop = AbortSignal.any([signal, deadline]);
    while (this.#line.type === 'awaited' && !stop.aborted) await this.#nextLine(stop);
    if (signal.aborted) return err({ type: 'aborted' });
    if (this.#line.type === 'connected') return ok(this.#line.client);
    return err({ type: 'timed-out', afterMs: CONNECT_TIMEOUT_MS });
  }

  #nextLine(stop: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.add(resolve);
      stop.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  /** Gives up a line that failed, unless it has been replaced already. */
  #drop(client: Client<ClassifyContract>, error: AppError): void {
    if (this.#line.type !== 'connected' || this.#line.client !== client) return;
    client.dispose(error);
    this.#line = { type: 'awaited' };
    this.#onLost(error);
  }
}
