import type { AppError } from '../domain/app-error.ts';
import { sumBytes, type Model, type ModelFile, type ModelOrigin } from '../domain/catalogue.ts';
import type { ListedModel } from '../domain/listed-model.ts';
import type { InspectedModel } from '../domain/remote-model.ts';
import type { Result } from '../domain/result.ts';
import type { Downloader } from '../engine/downloader.ts';
import type { Models } from './models.svelte.ts';

/** What is being done to make a model known. `fraction` from 0 to 1. */
export type SourceActivity =
  | { type: 'idle' }
  /** A host is asked which files a model has: of WebLLM's list by its id, or of an address. */
  | { type: 'inspecting'; subject: string }
  | { type: 'importing'; fileName: string; fraction: number };

/** A model at an address, before anything large of it is fetched. */
export interface FoundModel {
  model: Model;
  inspected: InspectedModel;
}

/** What a person chose from the disk. */
export type ModelSource = Parameters<Downloader['importModel']>[0];

/** Ways to get models that this site does not serve. One at a time. */
export class ModelSources {
  readonly #models: Models;
  readonly #downloader: Downloader;
  #abort: AbortController | null = null;
  #activity = $state.raw<SourceActivity>({ type: 'idle' });
  /** `subject` as in the activity, or the name of the file. */
  #problem = $state.raw<{ subject: string; error: AppError } | null>(null);

  constructor(models: Models, downloader: Downloader) {
    this.#models = models;
    this.#downloader = downloader;
  }

  get activity(): SourceActivity {
    return this.#activity;
  }

  /** Why the last attempt with this subject failed, or null. */
  problemOf(subject: string): AppError | null {
    return this.#problem?.subject === subject ? this.#problem.error : null;
  }

  /** Makes a model of WebLLM's list known, so that it can be downloaded; null if its host could not be asked. */
  async addListed(listed: ListedModel): Promise<Model | null> {
    const known = this.#models.find(listed.id);
    if (known) return known;
    const inspected = await this.#inspect(listed.id, listed.repositoryUrl, listed.libraryUrl);
    if (!inspected.ok) return null;
    const { files, revision, sizeBytes } = inspected.value;
    const { id, name, parameters, licence, languages, alignment, contextWindowTokens } = listed;
    const model: Model = {
      ...{ id, name, parameters, licence, languages, alignment, contextWindowTokens },
      hidden: false,
      origin: { type: 'listed', folderUrl: listed.repositoryUrl, revision },
      files,
      sizeBytes,
    };
    await this.#models.add(model);
    return model;
  }

  /** Asks the host of an address which files the model there has; null if there is none that could be used. */
  async find(address: string): Promise<FoundModel | null> {
    const inspected = await this.#inspect(address, address, null);
    if (!inspected.ok) return null;
    const { files, revision, sizeBytes, contextWindowTokens } = inspected.value;
    const origin = { type: 'address', folderUrl: address, revision } as const;
    const name = nameOfAddress(address);
    const id = `address-${toSlug(address.replace(/^https?:\/\//u, ''))}`;
    const model = { ...describe(id, name, contextWindowTokens), origin, files, sizeBytes };
    return { model, inspected: inspected.value };
  }

  /** Reads a model from files that the person chose; it is complete afterwards. Null if that failed. */
  async importFrom(source: ModelSource, fileName: string): Promise<Model | null> {
    const imported = await this.#run({ type: 'importing', fileName, fraction: 0 }, (signal) =>
      this.#downloader.importModel(
        source,
        ({ doneBytes, totalBytes }) =>
          (this.#activity = {
            type: 'importing',
            fileName,
            fraction: doneBytes / (totalBytes || 1),
          }),
        signal,
      ),
    );
    if (!imported.ok) return null;
    const { name, files, contextWindowTokens } = imported.value;
    const known = this.#findSame(files);
    if (known) {
      await this.#models.addStored(known, files);
      return known;
    }
    const origin: ModelOrigin = { type: 'disk', fileName };
    const config = files.find(({ path }) => path === 'mlc-chat-config.json');
    const id = `disk-${toSlug(name)}-${config?.sha256.slice(0, 8) ?? ''}`;
    const model: Model = {
      ...describe(id, name, contextWindowTokens),
      origin,
      files: files.map((file) => ({ ...file, url: '' })),
      sizeBytes: sumBytes(files),
    };
    await this.#models.addStored(model, files);
    return model;
  }

  /** The same files are the same model, wherever they come from. */
  #findSame(files: readonly ModelFile[]): Model | null {
    const hashes = new Set(files.map(({ sha256 }) => sha256));
    const isSame = (model: Model): boolean =>
      model.files.filter(({ sha256 }) => sha256 !== null && hashes.has(sha256)).length ===
      hashes.size;
    return this.#models.all.find(isSame) ?? null;
  }

  /** For whoever may soon import or export without a network; what fails then is said when it is tried. */
  async prepare(): Promise<void> {
    await this.#downloader.prepareArchives();
  }

  stop(): void {
    this.#abort?.abort();
  }

  #inspect(
    subject: string,
    folderUrl: string,
    libraryUrl: string | null,
  ): Promise<Result<InspectedModel>> {
    return this.#run({ type: 'inspecting', subject }, (signal) =>
      this.#downloader.inspect(folderUrl, libraryUrl, signal),
    );
  }

  async #run<T>(
    activity: Exclude<SourceActivity, { type: 'idle' }>,
    work: (signal: AbortSignal) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#problem = null;
    this.#activity = activity;
    const result = await work(abort.signal);
    if (this.#abort !== abort) return result;
    this.#abort = null;
    this.#activity = { type: 'idle' };
    if (!result.ok && result.error.type !== 'aborted') {
      const subject = activity.type === 'inspecting' ? activity.subject : activity.fileName;
      this.#problem = { subject, error: result.error };
    }
    return result;
  }
}

/** Nobody said more of a model than its files do. */
function describe(id: string, name: string, contextWindowTokens: number | null) {
  return {
    id,
    name,
    parameters: null,
    licence: null,
    languages: [],
    alignment: 'unknown',
    contextWindowTokens,
    hidden: false,
  } as const;
}

/** The last part of the path that says something: "https://host/org/Name-q4f16/resolve/main/" is "Name-q4f16". */
function nameOfAddress(address: string): string {
  const path = address.replace(/[?#].*$/u, '').replace(/\/(?:resolve|tree)\/[^/]*\/?$/u, '');
  return path.split('/').findLast((part) => part !== '') ?? address;
}

function toSlug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9.]+/gu, '-')
    .replace(/^-+|-+$/gu, '');
}
