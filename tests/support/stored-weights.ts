import type { Page } from '@playwright/test';

/** Changes one byte of a stored file, as a failing disk or another program would. */
export async function corruptStored(page: Page, sha256: string): Promise<void> {
  await page.evaluate(
    (key) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('mamori-weights');
        opening.onerror = () => reject(new Error('cannot open'));
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('files', 'readwrite');
          // not before it is on disk: a page that is loaded again would take it back
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
          transaction.onabort = () => reject(new Error('cannot change'));
          const store = transaction.objectStore('files');
          const reading = store.get(key);
          reading.onsuccess = () => {
            const bytes = reading.result as Uint8Array;
            bytes[1_000] = (bytes[1_000] ?? 0) ^ 1;
            store.put(bytes, key);
          };
        };
      }),
    sha256,
  );
}
