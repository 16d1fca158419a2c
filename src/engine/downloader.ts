import type { ModelFile } from '../domain/catalogue.ts';
import type { ImportedModel } from '../domain/imported-model.ts';
import type { InspectedModel, RemoteFile } from '../domain/remote-model.ts';
import type { Result } from '../domain/result.ts';
import { createClient, type CallOptions, type Client } from '../protocol/client.ts';
import type {
  ByteProgress,
  DownloadContract,
  DownloadProgress,
  ImportSource,
} from '../protocol/download-contract.ts';
import type { ItemOf, ReplyOf, RequestOf } from '../protocol/messages.ts';
import type { SpawnedWorker } from './spawn-worker.ts';

/** A stalled connection is the host's business, not a hung worker: the worker beats while it waits. */
const SILENCE_TIMEOUT_MS = 30_000;
/** A download that is stopped finishes the write that it is in, and a slow disk takes its time over a large file. */
const ABORT_TIMEOUT_MS = 30_000;
const PATIENCE = { silenceTimeoutMs: SILENCE_TIMEOUT_MS, abortTimeoutMs: ABORT_TIMEOUT_MS };

type Requests = DownloadContract['requests'];

/** Fetches models through the download worker, which is started for the first download and replaced when it dies. */
export class Downloader {
  readonly #spawn: () => Result<SpawnedWorker>;
  #client: Client<DownloadContract> | null = null;

  constructor(spawn: () => Result<SpawnedWorker>) {
    this.#spawn = spawn;
  }

  /**
   * Fetches, verifies and stores what is missing of a model. The files come back with the sizes and hashes that they really
   * have. Errors: `download-failed`, `integrity-mismatch`, `quota-exceeded`, `storage-unavailable`, `out-of-memory`,
   * `aborted`, and those of a worker that dies.
   */
  async download(
    modelId: string,
    files: readonly RemoteFile[],
    onProgress: (progress: DownloadProgress) => void,
    signal: AbortSignal,
  ): Promise<Result<readonly ModelFile[]>> {
    return this.#call('download', { modelId, files }, { onItem: onProgress, signal, ...PATIENCE });
  }

  /**
   * Which files a model's folder on a host has. `libraryUrl` is the address of its model library, null if that lies beside
   * it. Errors: `download-failed`, `aborted`, `model-unsupported` if it is no model that could be fetched.
   */
  async inspect(
    folderUrl: string,
    libraryUrl: string | null,
    signal: AbortSignal,
  ): Promise<Result<InspectedModel>> {
    return this.#call(
      'inspect',
      { folderUrl, libraryUrl },
      { signal, silenceTimeoutMs: SILENCE_TIMEOUT_MS },
    );
  }

  /**
   * Removes the parts of files that a cancelled download has left. Comes back with whole files that are stored and whose
   * hashes were unknown before; they stay until the caller removes them.
   */
  async discard(files: readonly RemoteFile[]): Promise<Result<readonly ModelFile[]>> {
    return this.#call('discard', { files }, { silenceTimeoutMs: SILENCE_TIMEOUT_MS });
  }

  /**
   * Takes a model from a folder or a zip into the store: all that it needs, or nothing. Errors: `model-unsupported` with
   * the name of what is missing or wrong, `unknown` with the name of a file that cannot be read, `out-of-memory`,
   * `quota-exceeded`, `storage-unavailable`, `aborted`, and those of a worker that dies.
   */
  async importModel(
    source: ImportSource,
    onProgress: (progress: ByteProgress) => void,
    signal: AbortSignal,
  ): Promise<Result<ImportedModel>> {
    return this.#call('importModel', { source }, { onItem: onProgress, signal, ...PATIENCE });
  }

  /**
   * Packs a model into a zip that `importModel` takes. Every file is verified while it is read. Errors:
   * `integrity-mismatch`, `model-incomplete`, `quota-exceeded`, `out-of-memory`, `storage-unavailable`,
   * `model-unsupported`, `aborted`, and those of a worker that dies.
   */
  async exportModel(
    modelId: string,
    name: string,
    files: readonly ModelFile[],
    onProgress: (progress: ByteProgress) => void,
    signal: AbortSignal,
  ): Promise<Result<Blob>> {
    return this.#call(
      'exportModel',
      { modelId, name, files },
      { onItem: onProgress, signal, ...PATIENCE },
    );
  }

  /**
   * Reads and hashes every file of a model; comes back with the paths of those that are missing or were damaged and have
   * been removed. Errors: `storage-unavailable`, `aborted`, and those of a worker that dies.
   */
  async verifyModel(
    modelId: string,
    files: readonly ModelFile[],
    onProgress: (progress: ByteProgress) => void,
    signal: AbortSignal,
  ): Promise<Result<{ damagedPaths: readonly string[] }>> {
    return this.#call(
      'verifyModel',
      { modelId, files },
      { onItem: onProgress, signal, ...PATIENCE },
    );
  }

  /** At least how many bytes an unfinished download of these files has stored. */
  async measure(files: readonly RemoteFile[]): Promise<Result<number>> {
    return this.#call('measure', { files }, PATIENCE);
  }

  /** Makes archives readable and writable without a network from here on. Fails without one. */
  async prepareArchives(): Promise<Result<null>> {
    return this.#call('prepareArchives', {}, PATIENCE);
  }

  /** The deployer's policy document, or null if this site has none. */
  async readPolicy(baseUrl: string): Promise<Result<string | null>> {
    return this.#call('readPolicy', { baseUrl }, { silenceTimeoutMs: SILENCE_TIMEOUT_MS });
  }

  async #call<Name extends keyof Requests>(
    name: Name,
    request: RequestOf<DownloadContract, Name>,
    options: CallOptions<ItemOf<DownloadContract, Name>>,
  ): Promise<Result<ReplyOf<DownloadContract, Name>>> {
    const client = this.#ensureClient();
    return client.ok ? client.value.call(name, request, options) : client;
  }

  #ensureClient(): Result<Client<DownloadContract>> {
    if (this.#client) return { ok: true, value: this.#client };
    const spawned = this.#spawn();
    if (!spawned.ok) return spawned;
    const worker = spawned.value;
    this.#client = createClient<DownloadContract>(worker, {
      worker: 'download',
      onDeath: () => {
        this.#client = null;
        worker.terminate();
      },
    });
    return { ok: true, value: this.#client };
  }
}
