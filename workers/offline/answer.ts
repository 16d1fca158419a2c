import { writeNote } from './small-store.ts';
import type { Releases } from './releases.ts';
import { withHeaders } from './with-headers.ts';

/** Where another app sends text that a person shares with this one; named in the web manifest. */
const SHARE_PATH = 'share';
/** What the network alone answers: models, which have a store of their own, and what must never be old. */
const NETWORK_ONLY = /^(models\/|mamori\.policy\.json$|offline-worker\.js$)/u;
/** More than any app shares on purpose. Characters. */
const MOST_SHARED_CHARACTERS = 100_000;

/** How a request is answered; null leaves it to the browser, which treats it as if there were no service worker. */
export function answer(
  request: Request,
  scope: string,
  releases: Releases,
): Promise<Response> | null {
  if (!request.url.startsWith(scope)) return null;
  const { pathname, search } = new URL(request.url);
  const path = pathname.slice(new URL(scope).pathname.length);
  if (request.method === 'POST' && path === SHARE_PATH) return takeShared(request, scope);
  if (request.method !== 'GET' || NETWORK_ONLY.test(path)) return null;
  if (request.mode !== 'navigate') return answerFile(request, path, releases);
  return path === '' || path === 'index.html'
    ? answerShell(request, releases)
    : answerDeepLink(request, path, `${scope}${search}`, releases);
}

async function answerShell(request: Request, releases: Releases): Promise<Response> {
  const shell = await releases.readShell(Date.now());
  return withHeaders(shell ?? (await fetch(request)), 'index.html');
}

async function answerFile(request: Request, path: string, releases: Releases): Promise<Response> {
  return withHeaders((await releases.read(path)) ?? (await fetch(request)), path);
}

/** Beside the app there is a page or two; an address that is no file leads to the app, with or without a network. */
async function answerDeepLink(
  request: Request,
  path: string,
  home: string,
  releases: Releases,
): Promise<Response> {
  const name = path.endsWith('/') ? `${path}index.html` : path;
  const kept = await releases.read(name);
  if (kept) return withHeaders(kept, name);
  const found = await fetch(request).catch(() => null);
  return found?.ok ? found : Response.redirect(home, 302);
}

/** Keeps shared text on this device: in an address it would be sent to the host. */
async function takeShared(request: Request, scope: string): Promise<Response> {
  const form = await request.formData();
  const fields = ['title', 'text', 'url'].map((name) => form.get(name));
  const isText = (field: unknown): field is string => typeof field === 'string' && field !== '';
  const text = fields.filter(isText).join('\n');
  await writeNote('shared-text', text.slice(0, MOST_SHARED_CHARACTERS), scope);
  return Response.redirect(`${scope}?shared`, 303);
}
