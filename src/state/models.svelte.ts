import { toStorageError } from '../domain/app-error.ts';
import type { Model } from '../domain/catalogue.ts';
import type { InstallState } from '../domain/install-state.ts';
import type { Result } from '../domain/result.ts';
import type { Downloader } from '../engine/downloader.ts';
import { measureStored, type WeightStore } from '../storage/weights/weight-store.ts';

/** Rates are averaged over this time, so that the time left does not jump. Milliseconds. */
const RATE_WINDOW_MS = 3_000;

/** The catalogue, and where each model's files are. */
export class Models {
  readonly catalogue: readonly Model[];
  readonly #downloader: Downloader;
  readonly #weights: WeightStore;
  readonly #aborts = new Map<string, AbortController>();
  #installs = $state.raw<ReadonlyMap<string, InstallState>>(new Map());

  constructor(catalogue: readonly Model[], downloader: Downloader, weights: WeightStore) {
    this.catalogue = catalogue;
    this.#downloader = downloader;
    this.#weights = weights;
  }

  find(id: string | null): Model | null {
    return this.catalogue.find((model) => model.id === id) ?? null;
  }

  installOf(id: string): InstallState {
    return this.#installs.get(id) ?? { type: 'unknown' };
  }

  /** Looks up which models are complete in the store. Running downloads keep their own state. */
  async refresh(): Promise<void> {
    try {
      const stored = await this.#weights.list();
      for (const model of this.catalogue) {
        if (this.#aborts.has(model.id)) continue;
        const { storedBytes, complete } = measureStored(model.files, stored);
        this.#set(model.id, complete ? { type: 'installed' } : { type: 'absent', storedBytes });
      }
    } catch (thrown) {
      const error = toStorageError(thrown);
      for (const model of this.catalogue)
        this.#set(model.id, { type: 'failed', error, storedBytes: 0 });
    }
  }

  /** Downloads what is missing of a model. Ends as installed, absent (paused by the person) or failed. */
  async download(model: Model): Promise<Result<null>> {
    if (this.#aborts.has(model.id)) return { ok: false, error: { type: 'aborted' } };
    const abort = new AbortController();
    this.#aborts.set(model.id, abort);
    const rate = new RateMeter();
    const show = (receivedBytes: number, totalBytes: number): void => {
      const bytesPerSecond = rate.measure(receivedBytes);
      this.#set(model.id, { type: 'downloading', receivedBytes, totalBytes, bytesPerSecond });
    };
    show(0, model.sizeBytes);
    const result = await this.#downloader.download(
      model,
      new URL(`models/${model.id}/`, document.baseURI).href,
      ({ receivedBytes, totalBytes }) => show(receivedBytes, totalBytes),
      abort.signal,
    );
    this.#aborts.delete(model.id);
    await this.refresh();
    if (!result.ok && result.error.type !== 'aborted') {
      const install = this.installOf(model.id);
      const storedBytes = install.type === 'absent' ? install.storedBytes : 0;
      this.#set(model.id, { type: 'failed', error: result.error, storedBytes });
    }
    return result;
  }

  /** Stops a download and keeps the finished files; downloading again goes on from there. */
  pause(id: string): void {
    this.#aborts.get(id)?.abort();
  }

  /** Removes a model's files, except those that another installed model shares. */
  async remove(model: Model): Promise<void> {
    try {
      const shared = new Set(
        this.catalogue
          .filter(({ id }) => id !== model.id)
          .flatMap(({ files }) => files.map((f) => f.sha256)),
      );
      for (const file of model.files) {
        if (!shared.has(file.sha256)) await this.#weights.remove(file.sha256);
      }
    } catch {
      // `refresh` finds the same fault and shows it
    }
    await this.refresh();
  }

  #set(id: string, state: InstallState): void {
    this.#installs = new Map(this.#installs).set(id, state);
  }
}

/** Bytes a second over the last few seconds. */
class RateMeter {
  #samples: { atMs: number; bytes: number }[] = [];

  measure(bytes: number): number {
    const atMs = performance.now();
    this.#samples.push({ atMs, bytes });
    while (this.#samples.length > 2 && atMs - (this.#samples[0]?.atMs ?? atMs) > RATE_WINDOW_MS) {
      this.#samples.shift();
    }
    const first = this.#samples[0];
    if (!first || atMs - first.atMs < 200) return 0;
    return ((bytes - first.bytes) / (atMs - first.atMs)) * 1_000;
  }
}
