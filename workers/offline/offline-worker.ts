import {
  isOfflineRequest,
  type OfflineReply,
  type OfflineRequest,
} from '../../src/protocol/offline-contract.ts';
import { answer } from './answer.ts';
import type { BuiltEntry } from './kept-file.ts';
import { Releases } from './releases.ts';
import { deleteNote, readNote } from './small-store.ts';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: BuiltEntry[] };

const { scope } = self.registration;
const releases = new Releases(self.__WB_MANIFEST, scope);

self.addEventListener('install', (event) => event.waitUntil(releases.install()));

self.addEventListener('activate', (event) => {
  // the first visit is served from here on too, so that it can go on without a network
  event.waitUntil(releases.takeOver().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const response = answer(event.request, scope, releases);
  if (response) event.respondWith(response);
});

self.addEventListener('message', (event) => {
  const request: unknown = event.data;
  const [port] = event.ports;
  if (!isOfflineRequest(request) || !port) return;
  // a failure is no answer, and the page's deadline passes
  event.waitUntil(reply(request).then((answered) => port.postMessage(answered)));
});

async function reply(request: OfflineRequest): Promise<OfflineReply> {
  switch (request.type) {
    case 'activate':
      await self.skipWaiting();
      return { type: 'done' };
    case 'confirm':
      await releases.confirm((await self.clients.matchAll({ type: 'window' })).length === 1);
      return { type: 'done' };
    case 'keep-engine':
      await releases.keepEngine();
      return { type: 'done' };
    case 'status':
      return { type: 'status', status: await releases.status() };
    case 'take-shared-text': {
      const text = await readNote('shared-text', scope);
      await deleteNote('shared-text', scope);
      return { type: 'text', text: text ?? '' };
    }
  }
}
