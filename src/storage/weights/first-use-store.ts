import type { ModelFile } from '../../domain/catalogue.ts';
import { ok, type Result } from '../../domain/result.ts';
import { createConnection, settle } from '../connection.ts';
import { PARTS } from './parts-database.ts';

/**
 * For so long after a download has ended its files are still found by address: for the tab that waited for it, and for a
 * page that was reloaded in the very moment. Later the host may have a new release. Milliseconds.
 */
const AFTERLIFE_MS = 600_000;

/** Which bytes were stored for an address whose hash nobody knew beforehand. */
export interface FirstUse {
  url: string;
  sha256: string;
  sizeBytes: number;
  /** When the whole model had arrived, in milliseconds since 1970; null while it has not. */
  completedAtMs: number | null;
}

/** Finds the stored files of an unfinished download again. Errors of every method: as of a part store. */
export interface FirstUseStore {
  recall(url: string, nowMs: number): Promise<Result<FirstUse | undefined>>;
  remember(url: string, file: Omit<ModelFile, 'path'>): Promise<Result<null>>;
  /** Says that the model of these addresses has arrived. */
  complete(urls: readonly string[], nowMs: number): Promise<Result<null>>;
  forget(url: string): Promise<Result<null>>;
}

export function openFirstUseStore(): FirstUseStore {
  const run = createConnection(PARTS);
  return {
    async recall(url, nowMs) {
      const found = await run((database) => database.get('firstUses', url));
      if (!found.ok || !found.value) return found;
      const { completedAtMs } = found.value;
      return ok(
        completedAtMs === null || nowMs - completedAtMs < AFTERLIFE_MS ? found.value : undefined,
      );
    },
    async remember(url, { sha256, sizeBytes }) {
      const entry: FirstUse = { url, sha256, sizeBytes, completedAtMs: null };
      const written = await run((database) => database.put('firstUses', entry));
      return written.ok ? ok(null) : written;
    },
    complete: (urls, nowMs) =>
      run((database) => {
        const transaction = database.transaction('firstUses', 'readwrite');
        const mark = async (): Promise<null> => {
          for (const url of urls) {
            const entry = await transaction.store.get(url);
            if (entry) await transaction.store.put({ ...entry, completedAtMs: nowMs });
          }
          return null;
        };
        return settle(transaction, mark());
      }),
    async forget(url) {
      const removed = await run((database) => database.delete('firstUses', url));
      return removed.ok ? ok(null) : removed;
    },
  };
}
