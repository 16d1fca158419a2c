import type { AppError } from '../domain/app-error.ts';
import type { ModelFile } from '../domain/catalogue.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { createClient, type Client } from '../protocol/client.ts';
import type { ClassifierHealth, ClassifyContract } from '../protocol/classify-contract.ts';
import type { Classification, Side } from '../safety/index.ts';
import type { SpawnedWorker } from './spawn-worker.ts';

/** Compiling the runtime and optimising the graph blocks the worker; measured at under two seconds on two busy cores. */
const LOAD_SILENCE_TIMEOUT_MS = 30_000;
/** A window takes a quarter of a second at most; a device under load may need ten times that. */
const CLASSIFY_SILENCE_TIMEOUT_MS = 8_000;
/** Generous for a pasted book; a chat message needs a tenth of a second. */
const DEFAULT_TIMEOUT_MS = 20_000;

export interface ClassifierClientOptions {
  spawn: () => Result<SpawnedWorker>;
  /** Called when the worker died by itself. */
  onDeath: (error: AppError) => void;
}

/** Owns the classifier worker. A worker that dies is not replaced here: whoever asked decides. */
export class ClassifierClient {
  readonly #options: ClassifierClientOptions;
  #running: { client: Client<ClassifyContract>; worker: SpawnedWorker } | null = null;

  constructor(options: ClassifierClientOptions) {
    this.#options = options;
  }

  /** Starts a worker in place of the last one and loads the classifier from the store. */
  async load(files: readonly ModelFile[]): Promise<Result<{ version: string; loadMs: number }>> {
    this.unload();
    const spawned = this.#options.spawn();
    if (!spawned.ok) return spawned;
    const worker = spawned.value;
    const client = createClient<ClassifyContract>(worker, {
      worker: 'classify',
      onDeath: (error) => {
        if (this.#running?.worker !== worker) return;
        this.unload();
        this.#options.onDeath(error);
      },
    });
    const running = { client, worker };
    this.#running = running;
    const loaded = await client.call(
      'load',
      { files },
      { silenceTimeoutMs: LOAD_SILENCE_TIMEOUT_MS },
    );
    if (!loaded.ok && this.#running === running) this.unload();
    return loaded;
  }

  unload(): void {
    const running = this.#running;
    if (!running) return;
    this.#running = null;
    running.worker.terminate();
    running.client.dispose({ type: 'aborted' });
  }

  async classify(
    text: string,
    side: Side,
    options: { signal?: AbortSignal; timeoutMs?: number } = {},
  ): Promise<Result<Classification>> {
    if (!this.#running) return err({ type: 'unknown', detail: 'the classifier is not loaded' });
    const { signal, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
    const result = await this.#running.client.call(
      'classify',
      { texts: [{ text, side }], timeoutMs },
      { ...(signal ? { signal } : {}), silenceTimeoutMs: CLASSIFY_SILENCE_TIMEOUT_MS },
    );
    if (!result.ok) return result;
    const [classification] = result.value;
    return classification
      ? ok(classification)
      : err({ type: 'unknown', detail: 'no verdict came' });
  }

  /** A line of its own to the classifier, for another worker; null if none is loaded. */
  openLine(): MessagePort | null {
    if (!this.#running) return null;
    const { port1, port2 } = new MessageChannel();
    void this.#running.client.call('connect', { port: port2 }, { transfer: [port2] });
    return port1;
  }

  async health(): Promise<Result<ClassifierHealth>> {
    if (!this.#running) return err({ type: 'unknown', detail: 'the classifier is not loaded' });
    return this.#running.client.call('health', null);
  }
}
