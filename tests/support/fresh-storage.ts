import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { vi } from 'vitest';

/** What every store answers in a browser that refuses storage. */
export const REFUSED = { ok: false, error: { type: 'storage-unavailable' } };

/** An IndexedDB of its own for each test. */
export function freshenStorage(): void {
  vi.unstubAllGlobals();
  vi.stubGlobal('indexedDB', new IDBFactory());
}

/** From here on IndexedDB throws, as in some private windows. */
export function refuseStorage(): void {
  vi.stubGlobal('indexedDB', {
    open: () => {
      throw Object.assign(new Error('denied'), { name: 'SecurityError' });
    },
  });
}
