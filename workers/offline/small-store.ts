/** Small values that must outlive the worker. A service worker has no `localStorage`; a cache is its simplest store. */
const CACHE = 'mamori:notes';

/** The record of releases, and text that another app has shared until a page takes it. */
export type NoteName = 'release' | 'shared-text';

export async function readNote(name: NoteName, scope: string): Promise<string | null> {
  const response = await (await caches.open(CACHE)).match(address(name, scope));
  return response ? response.text() : null;
}

export async function writeNote(name: NoteName, value: string, scope: string): Promise<void> {
  await (await caches.open(CACHE)).put(address(name, scope), new Response(value));
}

export async function deleteNote(name: NoteName, scope: string): Promise<void> {
  await (await caches.open(CACHE)).delete(address(name, scope));
}

/** No file of the site is called so. */
function address(name: NoteName, scope: string): string {
  return new URL(`.notes/${name}`, scope).href;
}
