import { toStorageError, type AppError } from '../domain/app-error.ts';
import { toStoredFiles, type Model, type ModelFile } from '../domain/catalogue.ts';
import { trustOf } from '../domain/install-record.ts';
import type { InstallState } from '../domain/install-state.ts';
import type { Trust } from '../domain/remote-model.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Downloader } from '../engine/downloader.ts';
import type { InstallStore } from '../storage/models/install-store.ts';
import { measureStored, type WeightStore } from '../storage/weights/weight-store.ts';
import { DownloadRate } from './download-rate.ts';
import { ModelRecords } from './model-records.svelte.ts';
import { PendingRemovals } from './pending-removals.svelte.ts';
import type { StorageMeter } from './storage-meter.svelte.ts';
import { WakeLock } from './wake-lock.ts';

export interface ModelsParts {
  /** Those that this site serves. */
  own: readonly Model[];
  downloader: Downloader;
  weights: WeightStore;
  installs: InstallStore;
  storage: StorageMeter;
}

/** What is remembered of a model besides its files; times in milliseconds since the epoch. */
export interface ModelNotes {
  lastUsedAt: number | null;
  verifiedAt: number | null;
  trust: Trust;
}

/** The models that are known here, and where the files of each are. Downloads run one after the other. */
export class Models {
  readonly storage: StorageMeter;
  readonly #parts: ModelsParts;
  readonly #records: ModelRecords;
  readonly #wakeLock = new WakeLock();
  readonly #aborts = new Map<string, AbortController>();
  readonly #removals = new PendingRemovals();
  #turn: Promise<unknown> = Promise.resolve();
  #installs = $state.raw<ReadonlyMap<string, InstallState>>(new Map());
  readonly all: readonly Model[] = $derived.by(() => [...this.#parts.own, ...this.#records.models]);

  constructor(parts: ModelsParts) {
    this.#parts = parts;
    this.storage = parts.storage;
    this.#records = new ModelRecords(parts.installs);
  }

  /** Reads what is remembered, then looks what is stored. */
  async start(): Promise<void> {
    await this.#records.start();
    await this.refresh();
  }

  find(id: string | null): Model | null {
    return this.all.find((model) => model.id === id) ?? null;
  }

  installOf(id: string): InstallState {
    return this.#installs.get(id) ?? { type: 'unknown' };
  }

  /** Whether files of any model are being fetched or read. */
  get isBusy(): boolean {
    return [...this.#installs.values()].some(({ type }) => BUSY.has(type));
  }

  /** Why what is remembered of models could not be read or written, or null. */
  get problem(): AppError | null {
    return this.#records.problem;
  }

  /** Null for a model that was never downloaded, loaded or checked. */
  notesOf(id: string): ModelNotes | null {
    const record = this.#records.find(id);
    return record && { ...record, trust: trustOf(record) };
  }

  /** Whether a model is about to be deleted; until then that can be undone. */
  isLeaving(id: string): boolean {
    return this.#removals.has(id);
  }

  /** Installed models, the one that was not used for longest first. */
  get leastRecentlyUsed(): readonly Model[] {
    const usedAt = ({ id }: Model): number => this.#records.find(id)?.lastUsedAt ?? 0;
    return this.all
      .filter(({ id }) => this.installOf(id).type === 'installed' && !this.isLeaving(id))
      .sort((a, b) => usedAt(a) - usedAt(b));
  }

  /** Looks up which models are complete in the store. What is being done with one keeps its own state. */
  async refresh(): Promise<void> {
    try {
      const stored = await this.#parts.weights.list();
      for (const model of this.all) {
        if (this.#aborts.has(model.id)) continue;
        const { storedBytes: knownBytes, complete } = measureStored(model.files, stored);
        const isKnown = model.files.every(({ sha256 }) => sha256 !== null);
        // hashes that are trusted on first use are known to the worker only, until all files are there
        const measured = isKnown
          ? ok(knownBytes)
          : await this.#parts.downloader.measure(model.files);
        const storedBytes = measured.ok ? measured.value : knownBytes;
        const wasComplete = (this.#records.find(model.id)?.completedAt ?? null) !== null;
        this.#set(
          model.id,
          complete ? { type: 'installed' } : { type: 'absent', storedBytes, wasComplete },
        );
      }
    } catch (thrown) {
      const error = toStorageError(thrown);
      for (const model of this.all) this.#set(model.id, { type: 'failed', error, storedBytes: 0 });
    }
    await this.storage.refresh();
  }

  /** Remembers a model from elsewhere; nothing of it is fetched yet. */
  async add(model: Model): Promise<void> {
    await this.#records.add(model);
    await this.refresh();
  }

  /** Remembers a model whose files are all in the store already. */
  async addStored(model: Model, files: readonly ModelFile[]): Promise<void> {
    await this.#records.complete(model, files);
    await this.refresh();
  }

  /** Downloads what is missing of a model. Ends as installed, absent (paused by the person) or failed. */
  async download(model: Model): Promise<Result<null>> {
    return this.#exclusively(model, { type: 'queued' }, async (signal) => {
      const before = this.#turn;
      const mine = before.then(() => (signal.aborted ? ABORTED : this.#fetch(model, signal)));
      this.#turn = mine.catch(() => undefined);
      return mine;
    });
  }

  async #fetch(model: Model, signal: AbortSignal): Promise<Result<null>> {
    const full = await this.#findFull(model);
    if (full) return err(full);
    if (this.storage.isPersisted === false) void this.storage.persist();
    const rate = new DownloadRate();
    const show = (received: number, total: number | null, activity = FETCHING): void =>
      this.#set(model.id, {
        type: 'downloading',
        receivedBytes: received,
        totalBytes: total,
        bytesPerSecond: rate.measure(received),
        activity,
      });
    show(0, model.sizeBytes);
    const fetched = await this.#wakeLock.during(() =>
      this.#parts.downloader.download(
        model.id,
        model.files,
        ({ receivedBytes, totalBytes, state }) => show(receivedBytes, totalBytes, state),
        signal,
      ),
    );
    if (!fetched.ok) return this.#explain(fetched.error);
    await this.#records.complete(model, fetched.value);
    return ok(null);
  }

  /** Checked before a download, so that nobody waits for one that cannot end well. */
  async #findFull(model: Model): Promise<AppError | null> {
    await this.storage.refresh();
    const freeBytes = this.storage.estimate?.freeBytes ?? null;
    if (freeBytes === null || model.sizeBytes === null) return null;
    const stored = await this.#parts.weights.list().catch(() => new Set<string>());
    const neededBytes = model.sizeBytes - measureStored(model.files, stored).storedBytes;
    return neededBytes > freeBytes ? { type: 'quota-exceeded', neededBytes, freeBytes } : null;
  }

  async #explain(error: AppError): Promise<Result<null>> {
    if (error.type !== 'quota-exceeded') return err(error);
    await this.storage.refresh();
    const freeBytes = this.storage.estimate?.freeBytes ?? null;
    const { neededBytes } = error;
    // a browser that has just refused bytes has not as many as it thinks
    const isKnown = freeBytes !== null && (neededBytes === null || freeBytes < neededBytes);
    return err({ ...error, freeBytes: isKnown ? freeBytes : null });
  }

  /** Stops what is being done with a model; of a download, finished files and parts stay and it can go on. */
  stop(id: string): void {
    this.#aborts.get(id)?.abort();
  }

  /** Reads every file of a model again and removes what is damaged; `download` then repairs it. */
  async verify(model: Model): Promise<Result<{ damagedPaths: readonly string[] }>> {
    return this.#read(model, 'verify', async (files, onProgress, signal) => {
      const { downloader } = this.#parts;
      const checked = await downloader.verifyModel(model.id, files, onProgress, signal);
      if (checked.ok && checked.value.damagedPaths.length === 0) {
        await this.#records.noteVerified(model);
      }
      return checked;
    });
  }

  /** An installed model as one zip archive. */
  async exportZip(model: Model): Promise<Result<Blob>> {
    return this.#read(model, 'export', (files, onProgress, signal) =>
      this.#parts.downloader.exportModel(model.id, model.name, files, onProgress, signal),
    );
  }

  async noteUsed(model: Model): Promise<void> {
    await this.#records.noteUsed(model);
  }

  /** Deletes a model after a few seconds, in which `undoRemoval` brings it back. */
  remove(model: Model): void {
    this.stop(model.id);
    this.#removals.begin([model.id], () => void this.#removeNow(model));
  }

  undoRemoval(id: string): void {
    this.#removals.end([id]);
  }

  /** Deletes a model's files, except those that another model shares, and what a download of it has left. */
  async #removeNow(model: Model): Promise<void> {
    const others = this.all.filter(({ id }) => id !== model.id).flatMap(({ files }) => files);
    const shared = new Set(others.map(({ sha256 }) => sha256));
    const orphans = await this.#parts.downloader.discard(model.files);
    try {
      for (const { sha256 } of [...model.files, ...(orphans.ok ? orphans.value : [])]) {
        if (sha256 !== null && !shared.has(sha256)) await this.#parts.weights.remove(sha256);
      }
    } catch {
      // `refresh` finds the same fault and shows it
    }
    await this.#records.remove(model.id);
    this.#removals.end([model.id]);
    await this.refresh();
  }

  async #read<T>(
    model: Model,
    purpose: 'verify' | 'export',
    work: (
      files: readonly ModelFile[],
      onProgress: (progress: { doneBytes: number; totalBytes: number }) => void,
      signal: AbortSignal,
    ) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const files = toStoredFiles(model.files);
    if (!files) return err({ type: 'model-incomplete', modelId: model.id, path: '' });
    const show = (fraction: number): InstallState => ({ type: 'reading', purpose, fraction });
    return this.#exclusively(model, show(0), (signal) =>
      work(
        files,
        ({ doneBytes, totalBytes }) => this.#set(model.id, show(doneBytes / (totalBytes || 1))),
        signal,
      ),
    );
  }

  /** One thing at a time is done with a model. A download's failure is kept as its state, an abort is not. */
  async #exclusively<T>(
    model: Model,
    begin: InstallState,
    work: (signal: AbortSignal) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    if (this.#aborts.has(model.id)) return ABORTED;
    const abort = new AbortController();
    this.#aborts.set(model.id, abort);
    this.#set(model.id, begin);
    const result = await work(abort.signal);
    this.#aborts.delete(model.id);
    await this.refresh();
    // a check or an export that failed has changed nothing of the model
    const isOwn = begin.type === 'queued';
    if (isOwn && !result.ok && result.error.type !== 'aborted') {
      const install = this.installOf(model.id);
      const storedBytes = install.type === 'absent' ? install.storedBytes : 0;
      this.#set(model.id, { type: 'failed', error: result.error, storedBytes });
    }
    return result;
  }

  #set(id: string, state: InstallState): void {
    this.#installs = new Map(this.#installs).set(id, state);
  }
}

const BUSY: ReadonlySet<InstallState['type']> = new Set(['queued', 'downloading', 'reading']);
const ABORTED = { ok: false, error: { type: 'aborted' } } as const;
const FETCHING: Extract<InstallState, { type: 'downloading' }>['activity'] = { type: 'fetching' };
