import { randomFillSync } from 'node:crypto';
import type { RemoteFile } from '../../src/domain/remote-model.ts';
import type { DownloadProgress } from '../../src/protocol/download-contract.ts';
import { openFirstUseStore } from '../../src/storage/weights/first-use-store.ts';
import { openPartStore } from '../../src/storage/weights/part-store.ts';
import { downloadModel, type DownloadParts } from '../../workers/download/download-model.ts';
import { NETWORK_POLICY, type NetworkPolicy } from '../../workers/download/network-policy.ts';
import { createMemoryWeights, type MemoryWeights } from './memory-weights.ts';
import { lockFile } from './model-files.ts';
import type { ModelHost } from './model-host.ts';

/** Small parts, so that a small file has several. Bytes. */
export const PART_BYTES = 10_000;

/** The worker's patience, without its waits: `waits` says how long each would have been. Milliseconds. */
export function createImpatience(waits: number[] = []): NetworkPolicy {
  return {
    ...NETWORK_POLICY,
    stallMs: 2_000,
    random: () => 1,
    sleep: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
  };
}

export interface DownloadBench extends DownloadParts {
  store: MemoryWeights;
  waits: number[];
  progress: DownloadProgress[];
  download: (
    files: readonly RemoteFile[],
    signal?: AbortSignal,
  ) => ReturnType<typeof downloadModel>;
}

/** All that a download needs, over a fresh IndexedDB; `change` replaces parts of it. */
export function createBench(change: Partial<DownloadParts> = {}): DownloadBench {
  const waits: number[] = [];
  const progress: DownloadProgress[] = [];
  const store = createMemoryWeights();
  const parts = {
    store,
    parts: openPartStore(PART_BYTES),
    firstUses: openFirstUseStore(),
    locks: null,
    policy: createImpatience(waits),
    ...change,
  };
  return {
    ...parts,
    store,
    waits,
    progress,
    download: (files, signal = new AbortController().signal) =>
      downloadModel(
        { modelId: 'm', files, signal, onProgress: (item) => progress.push(item) },
        parts,
      ),
  };
}

export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return randomFillSync(new Uint8Array(length));
}

/** Puts a file on the host; it comes back as what is known of it beforehand. */
export function offer(host: ModelHost, name: string, bytes: Uint8Array): RemoteFile {
  host.put(`/${name}`, bytes);
  return { ...lockFile(name, bytes), url: `${host.origin}/${name}` };
}
