import { expect, type JSHandle, type Page } from '@playwright/test';

/** The store of conversations, in the page; whoever opens it closes it. */
function openStore(page: Page): Promise<JSHandle<IDBDatabase>> {
  return page.evaluateHandle(
    () =>
      new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('mamori-conversations');
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(new Error('cannot open'));
      }),
  );
}

/**
 * Waits until every change of a conversation that the page has begun to store is stored. What is on screen is there before that:
 * a page that is loaded again at once may come without it. Encrypting takes a while before anything is begun, so that where
 * conversations are locked this is not enough.
 */
export async function expectStored(page: Page): Promise<void> {
  const store = await openStore(page);
  await store.evaluate(async (db) => {
    // a transaction waits for those that were begun before it
    const readRevision = () =>
      new Promise<unknown>((resolve, reject) => {
        const reading = db.transaction(db.objectStoreNames).objectStore('meta').get('revision');
        reading.onsuccess = () => resolve(reading.result);
        reading.onerror = () => reject(new Error('cannot read'));
      });
    // and the next one in the page's queue is begun when the one before it has ended
    let before: unknown;
    let revision = await readRevision();
    do {
      before = revision;
      revision = await readRevision();
    } while (revision !== before);
    db.close();
  });
}

/** Waits until more than this many characters of a reply that is being written are stored, which happens every second. */
export async function expectReplyStored(page: Page, atLeast: number): Promise<void> {
  const store = await openStore(page);
  const measure = (): Promise<number> =>
    store.evaluate(
      (db) =>
        new Promise<number>((resolve, reject) => {
          const reading = db.transaction('messages').objectStore('messages').getAll();
          reading.onerror = () => reject(new Error('cannot read'));
          reading.onsuccess = () => {
            const messages = reading.result as { status: string; text: string }[];
            const written = messages.filter(({ status }) => status === 'streaming');
            resolve(Math.max(0, ...written.map(({ text }) => text.length)));
          };
        }),
    );
  await expect.poll(measure).toBeGreaterThan(atLeast);
  await store.evaluate((db) => db.close());
}
