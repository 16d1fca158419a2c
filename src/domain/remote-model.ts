import type { ModelFile } from './catalogue.ts';

/** One file of a model on a host: what is known of it before it is fetched. */
export interface RemoteFile {
  /** What it is called in the model's folder, and what it is stored as; its address may end differently. */
  path: string;
  /** Absolute. */
  url: string;
  /** Null if the host did not say. */
  sizeBytes: number | null;
  /**
   * SHA-256, 64 lower-case hex digits, if it is known beforehand: pinned in our lock file, or published by the host.
   * Null: trusted on first use.
   */
  sha256: string | null;
}

/** Why the hash of a file is believed. */
export type Trust = 'locked' | 'published' | 'first-use';

/** What a host says of a model before anything large is fetched. */
export interface InspectedModel {
  files: readonly RemoteFile[];
  /** A commit, where the host has such; the addresses of `files` then hold it. */
  revision: string | null;
  /** Null if the model does not say. */
  contextWindowTokens: number | null;
  /** Of all files; null as soon as one is unknown. */
  sizeBytes: number | null;
}

/** Files of our own origin, with their addresses. `baseUrl` is absolute and ends in a slash. */
export function toRemoteFiles(files: readonly ModelFile[], baseUrl: string): RemoteFile[] {
  return files.map(({ path, sizeBytes, sha256 }) => ({
    path,
    url: baseUrl + encodePath(path),
    sizeBytes,
    sha256,
  }));
}

/** Makes a relative path part of an address; its slashes stay. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** The size of all files in bytes, or null as soon as one is unknown. */
export function sumKnownBytes(files: readonly Pick<RemoteFile, 'sizeBytes'>[]): number | null {
  let sum = 0;
  for (const { sizeBytes } of files) {
    if (sizeBytes === null) return null;
    sum += sizeBytes;
  }
  return sum;
}
