import { toStorageError, type AppError } from '../domain/app-error.ts';
import { sumBytes, type ModelFile } from '../domain/catalogue.ts';
import { CLASSIFIER_ID } from '../domain/classifier-files.ts';
import type { ClassifierState } from '../domain/classifier-state.ts';
import { toRemoteFiles } from '../domain/remote-model.ts';
import { ok, type Result } from '../domain/result.ts';
import { ClassifierClient } from '../engine/classifier-client.ts';
import type { Downloader } from '../engine/downloader.ts';
import type { SpawnedWorker } from '../engine/spawn-worker.ts';
import type { ClassifierHealth } from '../protocol/classify-contract.ts';
import type { Classification, Side } from '../safety/index.ts';
import { measureStored, type WeightStore } from '../storage/weights/weight-store.ts';

/** A worker that dies more often than this is not going to recover by itself. */
const MOST_RESTARTS = 3;
const RESTART_WINDOW_MS = 120_000;

export interface ClassifierParts {
  files: readonly ModelFile[];
  spawn: () => Result<SpawnedWorker>;
  downloader: Downloader;
  weights: WeightStore;
}

/** The safety classifier: fetching it, loading it, asking it. */
export class Classifier {
  readonly sizeBytes: number;
  readonly #parts: ClassifierParts;
  readonly #client: ClassifierClient;
  #state = $state.raw<ClassifierState>({ type: 'unknown' });
  #health = $state.raw<ClassifierHealth | null>(null);
  #abort: AbortController | null = null;
  /** When it was restarted lately, in `performance.now()` milliseconds. */
  #restartsMs: number[] = [];
  /** Set by whoever joins the classifier to the engine: it is ready, or no longer there. */
  onChange: () => void = () => undefined;

  constructor(parts: ClassifierParts) {
    this.#parts = parts;
    this.sizeBytes = sumBytes(parts.files);
    this.#client = new ClassifierClient({
      spawn: parts.spawn,
      onDeath: (error) => void this.restart(error),
    });
  }

  get state(): ClassifierState {
    return this.#state;
  }

  /** Whether all of its files are on this device. */
  get isInstalled(): boolean {
    return this.#state.type === 'ready' || this.#state.type === 'loading';
  }

  /** Of the loaded classifier; empty while there is none. */
  get version(): string {
    return this.#state.type === 'ready' ? this.#state.version : '';
  }

  /** What the worker said of itself when it was last asked; null before. */
  get health(): ClassifierHealth | null {
    return this.#health;
  }

  /** Loads the classifier if all of it is in the store; a missing one is no problem, it has not been fetched yet. */
  async start(): Promise<void> {
    try {
      const stored = await this.#parts.weights.list();
      const { storedBytes, complete } = measureStored(this.#parts.files, stored);
      if (complete) await this.#load();
      else {
        this.#state = { type: 'absent', storedBytes };
        this.onChange();
      }
    } catch (thrown) {
      this.#fail(toStorageError(thrown));
    }
  }

  /** Fetches what is missing, then loads. */
  async install(): Promise<void> {
    if (this.#abort) return;
    const abort = new AbortController();
    this.#abort = abort;
    const totalBytes = this.sizeBytes;
    this.#state = { type: 'downloading', receivedBytes: 0, totalBytes };
    const downloaded = await this.#parts.downloader.download(
      CLASSIFIER_ID,
      toRemoteFiles(this.#parts.files, new URL(`models/${CLASSIFIER_ID}/`, document.baseURI).href),
      ({ receivedBytes }) => (this.#state = { type: 'downloading', receivedBytes, totalBytes }),
      abort.signal,
    );
    this.#abort = null;
    if (downloaded.ok || downloaded.error.type === 'aborted') await this.start();
    else this.#fail(downloaded.error);
  }

  /** Stops a download; what has arrived is kept. */
  pause(): void {
    this.#abort?.abort();
  }

  /** Loads it anew in a fresh worker, when the one that runs no longer answers; gives up if that happens again and again. */
  async restart(error: AppError): Promise<void> {
    if (this.#state.type !== 'ready') return;
    const nowMs = performance.now();
    this.#restartsMs = this.#restartsMs.filter((atMs) => nowMs - atMs < RESTART_WINDOW_MS);
    if (this.#restartsMs.length >= MOST_RESTARTS) {
      this.#client.unload();
      this.#fail(error);
      return;
    }
    this.#restartsMs.push(nowMs);
    await this.#load();
  }

  /** A line to it for the chat worker, or null if it is not loaded. */
  openLine(): MessagePort | null {
    return this.#client.openLine();
  }

  /** Ends the worker and deletes the files. */
  async remove(): Promise<void> {
    this.#client.unload();
    try {
      for (const file of this.#parts.files) await this.#parts.weights.remove(file.sha256);
    } catch {
      // `start` finds the same fault and shows it
    }
    await this.start();
  }

  /** Scores one text. A classifier that fails or is slow is an error, never a harmless text. */
  classify(text: string, side: Side, signal?: AbortSignal): Promise<Result<Classification>> {
    return this.#client.classify(text, side, signal ? { signal } : {});
  }

  /** Asks the worker how it is; for whoever shows it, not for every text. */
  async refreshHealth(): Promise<void> {
    const health = await this.#client.health();
    this.#health = health.ok ? health.value : null;
  }

  async #load(): Promise<Result<null>> {
    this.#state = { type: 'loading' };
    this.#health = null;
    const loaded = await this.#client.load(this.#parts.files);
    if (!loaded.ok) {
      this.#fail(loaded.error);
      return loaded;
    }
    this.#state = { type: 'ready', ...loaded.value };
    this.onChange();
    return ok(null);
  }

  #fail(error: AppError): void {
    if (error.type === 'aborted') return;
    this.#state = { type: 'failed', error };
    this.onChange();
  }
}
