/** A file of the build, as the build lists it. */
export interface KeptFile {
  /** Relative to the folder that the app lies in. */
  path: string;
  sha256: string;
}

/** An entry of the list that the build puts in; its revision is the file's SHA-256 (vite.config.ts). */
export interface BuiltEntry {
  url: string;
  revision: string | null;
}

/** The engine's code: six megabytes that nobody needs before a model is on the device. */
const ENGINE_FILE = /^workers\/(chat-worker|engine)\//u;

/** What a visit needs, and what a model needs besides. */
export function sortFiles(entries: readonly BuiltEntry[]): {
  shell: KeptFile[];
  engine: KeptFile[];
} {
  const files = entries.map(({ url, revision }) => ({ path: url, sha256: revision ?? '' }));
  return {
    shell: files.filter(({ path }) => !ENGINE_FILE.test(path)),
    engine: files.filter(({ path }) => ENGINE_FILE.test(path)),
  };
}
