import { hashOf } from '../../src/storage/weights/sha256.ts';
import type { KeptFile } from './kept-file.ts';

/** Every cache of ours begins so; others on the same origin are not touched. */
const PREFIX = 'mamori:release:';

/** Digits of a release's name: enough to tell builds apart, short enough to read out. */
const ID_LENGTH = 12;

/** Names a build by its files. */
export async function nameRelease(files: readonly KeptFile[]): Promise<string> {
  const list = files.map(({ path, sha256 }) => `${path} ${sha256}`).sort();
  return (await hashOf(new TextEncoder().encode(list.join('\n')))).slice(0, ID_LENGTH);
}

/** The files of one build, kept in a cache of their own. Nothing is in it that was not verified. */
export class Release {
  readonly id: string;
  readonly #scope: string;

  /** `scope` is the address of the folder that the app lies in. */
  constructor(id: string, scope: string) {
    this.id = id;
    this.#scope = scope;
  }

  #open(): Promise<Cache> {
    return caches.open(PREFIX + this.id);
  }

  #address(path: string): string {
    return new URL(path, this.#scope).href;
  }

  async read(path: string): Promise<Response | undefined> {
    return (await this.#open()).match(this.#address(path));
  }

  async hasAll(files: readonly KeptFile[]): Promise<boolean> {
    const kept = new Set(await this.#addresses());
    return files.every(({ path }) => kept.has(this.#address(path)));
  }

  /** Whether anything of a folder is kept. */
  async hasFolder(path: string): Promise<boolean> {
    return (await this.#addresses()).some((address) => address.startsWith(this.#address(path)));
  }

  async #addresses(): Promise<string[]> {
    return (await (await this.#open()).keys()).map(({ url }) => url);
  }

  /**
   * Keeps files that are not kept yet, from another release where it has the same, else from the site. Throws if one cannot
   * be had or is not what the build says: what was kept so far stays, and is verified.
   */
  async keep(files: readonly KeptFile[], others: readonly Release[]): Promise<void> {
    const cache = await this.#open();
    for (const file of files) {
      const address = this.#address(file.path);
      if (await cache.match(address)) continue;
      await cache.put(address, (await findSame(file, others)) ?? (await fetchFile(address, file)));
    }
  }

  delete(): Promise<boolean> {
    return caches.delete(PREFIX + this.id);
  }
}

/** The releases of which something is kept. */
export async function listReleases(scope: string): Promise<Release[]> {
  const names = await caches.keys();
  return names
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => new Release(name.slice(PREFIX.length), scope));
}

async function findSame(
  file: KeptFile,
  releases: readonly Release[],
): Promise<Response | undefined> {
  for (const release of releases) {
    const response = await release.read(file.path);
    if (response && (await matches(response, file))) return response;
  }
  return undefined;
}

async function fetchFile(address: string, file: KeptFile): Promise<Response> {
  // a file without a hash in its name may lie in the browser's HTTP cache in an older form
  const response = await fetch(address, { cache: 'no-cache', redirect: 'error' });
  if (!response.ok) throw new Error(`${file.path}: ${response.status}`);
  if (!(await matches(response, file))) throw new Error(`${file.path}: not as it was built`);
  return response;
}

async function matches(response: Response, file: KeptFile): Promise<boolean> {
  const bytes = new Uint8Array(await response.clone().arrayBuffer());
  return (await hashOf(bytes)) === file.sha256;
}
