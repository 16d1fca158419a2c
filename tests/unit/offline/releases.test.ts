import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Releases } from '../../../workers/offline/releases.ts';
import { MemoryCaches } from '../../support/memory-caches.ts';

const SCOPE = 'https://host.example/mamori/';

/** What the host answers, by path. */
let host: Record<string, string>;
let asked: string[];

function build(files: Record<string, string>): Releases {
  const entries = Object.entries(files).map(([url, text]) => ({
    url,
    revision: createHash('sha256').update(text).digest('hex'),
  }));
  return new Releases(entries, SCOPE);
}

beforeEach(() => {
  asked = [];
  vi.stubGlobal('caches', new MemoryCaches());
  vi.stubGlobal('fetch', (url: string) => {
    const path = url.slice(SCOPE.length);
    asked.push(path);
    const text = host[path];
    return Promise.resolve(
      text === undefined ? new Response('', { status: 404 }) : new Response(text),
    );
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const A = { 'index.html': 'page a', 'assets/x.js': 'x', 'workers/engine/lib.js': 'engine' };
const B = { 'index.html': 'page b', 'assets/x.js': 'x', 'workers/engine/lib.js': 'engine' };

async function serve(files: Record<string, string>): Promise<Releases> {
  host = files;
  const releases = build(files);
  await releases.install();
  await releases.takeOver();
  return releases;
}

describe('releases', () => {
  it('keep the shell at once and the engine when it is asked for', async () => {
    const releases = await serve(A);
    expect(asked.sort()).toEqual(['assets/x.js', 'index.html']);
    expect(await releases.status()).toMatchObject({ hasShell: true, hasEngine: false });
    await releases.keepEngine();
    expect(await releases.status()).toMatchObject({ hasShell: true, hasEngine: true });
  });

  it('fetch of an update only what has changed, and the engine where it was kept before', async () => {
    await (await serve(A)).keepEngine();
    asked = [];
    const releases = await serve(B);
    expect(asked).toEqual(['index.html']);
    expect(await releases.status()).toMatchObject({ hasShell: true, hasEngine: true });
    expect(await (await releases.readShell(0))?.text()).toBe('page b');
  });

  it('leave nothing of a build that is not what it says, and go on serving the one before', async () => {
    const before = await serve(A);
    host = { ...B, 'index.html': 'page b, cut' };
    await expect(build(B).install()).rejects.toThrow('not as it was built');
    host = { 'assets/x.js': 'x' };
    await expect(build(B).install()).rejects.toThrow('404');
    expect(await caches.keys()).toHaveLength(2);
    expect(await (await before.readShell(0))?.text()).toBe('page a');
  });

  it('still give an old tab its files after an update, until no such tab is left', async () => {
    await serve({ ...A, 'assets/old.js': 'old' });
    const releases = await serve(B);
    await releases.confirm(false);
    expect(await (await releases.read('assets/old.js'))?.text()).toBe('old');
    await releases.confirm(true);
    expect(await releases.read('assets/old.js')).toBeUndefined();
    expect(await (await releases.read('assets/x.js'))?.text()).toBe('x');
  });

  it('serve the build before one that never started', async () => {
    await (await serve(A)).confirm(true);
    const releases = await serve(B);
    await releases.readShell(1_000);
    await releases.readShell(2_000);
    expect(await (await releases.readShell(9_000))?.text()).toBe('page a');
    expect((await releases.status()).hasShell).toBe(false);
  });

  it('fetch again what the browser has deleted', async () => {
    const releases = await serve(A);
    for (const name of await caches.keys()) await caches.delete(name);
    expect(await releases.readShell(0)).toBeUndefined();
    await releases.confirm(true);
    expect(await releases.status()).toMatchObject({ hasShell: true });
    expect(await (await releases.readShell(0))?.text()).toBe('page a');
  });

  it('install the same build again without a request', async () => {
    await serve(A);
    asked = [];
    await serve(A);
    expect(asked).toEqual([]);
  });
});
