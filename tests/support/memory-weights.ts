import type { WeightStore } from '../../src/storage/weights/weight-store.ts';

export interface MemoryWeights extends WeightStore {
  files: Map<string, Uint8Array<ArrayBuffer>>;
}

/** A weight store without IndexedDB; `refuse` makes every write fail with what it returns. */
export function createMemoryWeights(refuse?: () => Error | null): MemoryWeights {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    files,
    list: () => Promise.resolve(new Set(files.keys())),
    has: (sha256) => Promise.resolve(files.has(sha256)),
    read: (sha256) => Promise.resolve(files.get(sha256)),
    write(sha256, bytes) {
      const error = refuse?.();
      if (error) return Promise.reject(error);
      files.set(sha256, bytes);
      return Promise.resolve();
    },
    remove(sha256) {
      files.delete(sha256);
      return Promise.resolve();
    },
  };
}
