import type { LockedModel } from '../domain/catalogue.ts';
import type { Result } from '../domain/result.ts';
import { createClient, type Client } from '../protocol/client.ts';
import type { DownloadContract, DownloadProgress } from '../protocol/download-contract.ts';
import type { SpawnedWorker } from './spawn-worker.ts';

/** A stalled connection is the host's business, not a hung worker: the worker beats while it waits. */
const SILENCE_TIMEOUT_MS = 30_000;

/** Fetches models through the download worker, which is started for the first download and replaced when it dies. */
export class Downloader {
  readonly #spawn: () => Result<SpawnedWorker>;
  #client: Client<DownloadContract> | null = null;

  constructor(spawn: () => Result<SpawnedWorker>) {
    this.#spawn = spawn;
  }

  async download(
    model: Readonly<LockedModel>,
    baseUrl: string,
    onProgress: (progress: DownloadProgress) => void,
    signal: AbortSignal,
  ): Promise<Result<null>> {
    const client = this.#ensureClient();
    if (!client.ok) return client;
    return client.value.call(
      'download',
      { modelId: model.id, files: model.files, baseUrl },
      { onItem: onProgress, signal, silenceTimeoutMs: SILENCE_TIMEOUT_MS },
    );
  }

  /** The deployer's policy document, or null if this site has none. */
  async readPolicy(baseUrl: string): Promise<Result<string | null>> {
    const client = this.#ensureClient();
    if (!client.ok) return client;
    return client.value.call('readPolicy', { baseUrl }, { silenceTimeoutMs: SILENCE_TIMEOUT_MS });
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
