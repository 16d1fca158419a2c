import type { AppError } from '../domain/app-error.ts';
import type { Model } from '../domain/catalogue.ts';
import { newInstallRecord, toModel, type InstallRecord } from '../domain/install-record.ts';
import type { RemoteFile } from '../domain/remote-model.ts';
import type { InstallStore } from '../storage/models/install-store.ts';

/** What is remembered of models. Shown from memory; the store is written behind it. */
export class ModelRecords {
  readonly #store: InstallStore;
  #byId = $state.raw<ReadonlyMap<string, InstallRecord>>(new Map());
  #problem = $state.raw<AppError | null>(null);
  /** Models that do not come from this site. */
  readonly models: readonly Model[] = $derived(
    [...this.#byId.values()].filter(({ origin }) => origin.type !== 'own').map(toModel),
  );

  constructor(store: InstallStore) {
    this.#store = store;
  }

  get problem(): AppError | null {
    return this.#problem;
  }

  async start(): Promise<void> {
    const read = await this.#store.readAll();
    this.#problem = read.ok ? null : read.error;
    if (read.ok) this.#byId = new Map(read.value.map((record) => [record.description.id, record]));
  }

  find(id: string): InstallRecord | null {
    return this.#byId.get(id) ?? null;
  }

  /** Remembers a model, before anything of it is fetched. */
  async add(model: Model): Promise<void> {
    await this.#put(this.find(model.id) ?? newInstallRecord(model));
  }

  /** All files are stored, with these sizes and hashes. */
  async complete(
    model: Model,
    files: readonly Pick<RemoteFile, 'path' | 'sizeBytes' | 'sha256'>[],
  ): Promise<void> {
    const known = new Map(files.map((file) => [file.path, file]));
    const record = this.find(model.id) ?? newInstallRecord(model);
    const now = Date.now();
    await this.#put({
      ...record,
      files: model.files.map((file) => ({ ...file, ...known.get(file.path) })),
      completedAt: now,
      verifiedAt: now,
    });
  }

  async noteVerified(model: Model): Promise<void> {
    await this.#put({
      ...(this.find(model.id) ?? newInstallRecord(model)),
      verifiedAt: Date.now(),
    });
  }

  async noteUsed(model: Model): Promise<void> {
    await this.#put({
      ...(this.find(model.id) ?? newInstallRecord(model)),
      lastUsedAt: Date.now(),
    });
  }

  async remove(id: string): Promise<void> {
    const others = new Map(this.#byId);
    others.delete(id);
    this.#byId = others;
    const removed = await this.#store.remove(id);
    this.#problem = removed.ok ? null : removed.error;
  }

  async #put(record: InstallRecord): Promise<void> {
    this.#byId = new Map(this.#byId).set(record.description.id, record);
    const stored = await this.#store.put(record);
    this.#problem = stored.ok ? null : stored.error;
  }
}
