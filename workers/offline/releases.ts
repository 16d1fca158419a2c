import { sortFiles, type BuiltEntry, type KeptFile } from './kept-file.ts';
import { listReleases, nameRelease, Release } from './release.ts';
import { confirm, noteStart, takeOver, type ReleaseRecord } from './release-record.ts';
import { readNote, writeNote } from './small-store.ts';
import type { OfflineStatus } from '../../src/protocol/offline-contract.ts';

/** Knows the release that this worker belongs to, those that came before it, and which of them is served. */
export class Releases {
  readonly #shell: readonly KeptFile[];
  readonly #engine: readonly KeptFile[];
  readonly #scope: string;
  readonly #ownId: Promise<string>;
  /** Changes of the record follow each other: two tabs may start at once. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(entries: readonly BuiltEntry[], scope: string) {
    const { shell, engine } = sortFiles(entries);
    this.#shell = shell;
    this.#engine = engine;
    this.#scope = scope;
    this.#ownId = nameRelease([...shell, ...engine]);
  }

  /**
   * Keeps all that a visit needs, and the engine where an earlier release had it. Throws if anything is missing or differs
   * from the build; nothing of the release is kept then, and the one before it goes on.
   */
  async install(): Promise<void> {
    const own = await this.#own();
    const others = (await listReleases(this.#scope)).filter(({ id }) => id !== own.id);
    const record = await this.#readRecord();
    const hadEngine = record !== null && (await this.#hasEngineOf(record.currentId));
    try {
      await own.keep([...this.#shell, ...(hadEngine ? this.#engine : [])], others);
    } catch (thrown) {
      if (record?.currentId !== own.id) await own.delete();
      throw thrown;
    }
  }

  async takeOver(): Promise<void> {
    const { id } = await this.#own();
    await this.#change((record) => takeOver(record, id));
  }

  /** A page has started. A tab that is still of an earlier release needs that one's files. */
  async confirm(isOnlyPage: boolean): Promise<void> {
    const own = await this.#own();
    // without a record the browser has deleted everything: this release begins anew
    const record = await this.#change((before) => confirm(before ?? takeOver(null, own.id)));
    if (isOnlyPage) await this.#deleteOthers();
    if (record?.currentId === own.id) await own.keep(this.#shell, []);
  }

  /** The page of the release that is served now; undefined if the browser has deleted it. */
  async readShell(nowMs: number): Promise<Response | undefined> {
    const record = await this.#change((before) => before && noteStart(before, nowMs));
    if (!record) return undefined;
    return new Release(record.currentId, this.#scope).read('index.html');
  }

  /** A file of the release that is served, or of another that a tab still runs. */
  async read(path: string): Promise<Response | undefined> {
    const record = await this.#readRecord();
    const all = await listReleases(this.#scope);
    const current = all.filter(({ id }) => id === record?.currentId);
    for (const release of [...current, ...all]) {
      const response = await release.read(path);
      if (response) return response;
    }
    return undefined;
  }

  /** Keeps the engine's code. Throws if it cannot be had. */
  async keepEngine(): Promise<void> {
    await (await this.#own()).keep(this.#engine, []);
  }

  async status(): Promise<OfflineStatus> {
    const own = await this.#own();
    const record = await this.#readRecord();
    // after a rollback the files are another build's, which this worker has no list of
    const isServed = record?.currentId === own.id;
    return {
      releaseId: record?.currentId ?? own.id,
      hasShell: isServed && (await own.hasAll(this.#shell)),
      hasEngine: isServed && (await own.hasAll(this.#engine)),
    };
  }

  async #own(): Promise<Release> {
    return new Release(await this.#ownId, this.#scope);
  }

  /** Whether a release, of which only the id is known, has an engine: it was kept whole or not at all. */
  async #hasEngineOf(id: string): Promise<boolean> {
    return new Release(id, this.#scope).hasFolder('workers/engine/');
  }

  async #deleteOthers(): Promise<void> {
    const record = await this.#readRecord();
    if (!record) return;
    const needed = new Set([record.currentId, record.previousId]);
    for (const release of await listReleases(this.#scope)) {
      if (!needed.has(release.id)) await release.delete();
    }
  }

  async #readRecord(): Promise<ReleaseRecord | null> {
    const note = await readNote('release', this.#scope);
    return note === null ? null : (JSON.parse(note) as ReleaseRecord);
  }

  #change(
    change: (record: ReleaseRecord | null) => ReleaseRecord | null,
  ): Promise<ReleaseRecord | null> {
    const changed = this.#turn.then(async () => {
      const before = await this.#readRecord();
      const after = change(before);
      if (after && after !== before) {
        await writeNote('release', JSON.stringify(after), this.#scope);
      }
      return after;
    });
    this.#turn = changed.catch(() => undefined);
    return changed;
  }
}
