import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLASSIFIER_ID, FIXTURE_MODEL_ID, MODELS } from '../../tools/setup/models.mjs';
import { serveSite } from '../../tools/site/server.mjs';
import { test as base } from './test.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** What the tests' own server has built. */
const CURRENT = join(ROOT, 'dist');

/** A host of the production build that can be stopped, and given another build, while browsers use it. */
export class Site {
  readonly url: string;
  readonly #dist: string;
  readonly #basePath: string;
  #close: (() => Promise<void>) | null;

  private constructor(url: string, dist: string, basePath: string, close: () => Promise<void>) {
    this.url = url;
    this.#dist = dist;
    this.#basePath = basePath;
    this.#close = close;
  }

  static async start(basePath: string): Promise<Site> {
    const dist = mkdtempSync(join(tmpdir(), 'mamori-site-'));
    cpSync(CURRENT, dist, { recursive: true });
    const { url, close } = await serve(dist, basePath, 0);
    return new Site(url, dist, basePath, close);
  }

  /** The network is gone: nothing listens any more. */
  async stop(): Promise<void> {
    await this.#close?.();
    this.#close = null;
  }

  async startAgain(): Promise<void> {
    const { close } = await serve(this.#dist, this.#basePath, Number(new URL(this.url).port));
    this.#close = close;
  }

  /** Puts another build in place of the one that is served. */
  deploy(build: string): void {
    rmSync(this.#dist, { recursive: true });
    cpSync(build, this.#dist, { recursive: true });
  }

  /** Changes one file of what is served. */
  change(path: string, change: (content: string) => string): void {
    const file = join(this.#dist, path);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  }

  /** Removes one file of what is served. */
  remove(path: string): void {
    rmSync(join(this.#dist, path));
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.#dist, { recursive: true });
  }
}

function serve(dist: string, basePath: string, port: number) {
  return serveSite({
    dist,
    models: MODELS,
    modelIds: [FIXTURE_MODEL_ID, CLASSIFIER_ID],
    port,
    basePath,
  });
}

const builds = new Map<string, string>();

/** Builds the app as another version, once for all tests. Gives the folder. */
export function buildVersion(version: string): string {
  const known = builds.get(version);
  if (known) return known;
  const folder = join(ROOT, '.cache', `release-${version}`);
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const built = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'error'], {
    cwd: ROOT,
    env: { ...process.env, MAMORI_VERSION: version, MAMORI_OUT_DIR: folder },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (built.status !== 0) throw new Error(`version ${version} could not be built`);
  builds.set(version, folder);
  return folder;
}

/** A copy of a build in which one file differs, and is listed as it is: it will be kept. Gives the folder. */
export function changeBuild(
  build: string,
  path: string,
  change: (content: string) => string,
): string {
  const folder = mkdtempSync(join(tmpdir(), 'mamori-build-'));
  cpSync(build, folder, { recursive: true });
  const before = readFileSync(join(folder, path), 'utf8');
  const after = change(before);
  writeFileSync(join(folder, path), after);
  const worker = join(folder, 'offline-worker.js');
  writeFileSync(worker, readFileSync(worker, 'utf8').replace(hash(before), hash(after)));
  return folder;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The project's `test` on a site of its own. */
export const test = base.extend<{ basePath: string; site: Site }>({
  basePath: ['/', { option: true }],
  site: async ({ basePath }, use) => {
    const site = await Site.start(basePath);
    await use(site);
    await site.end();
  },
  baseURL: async ({ site }, use) => {
    await use(site.url);
  },
});

export { expect } from './test.ts';
