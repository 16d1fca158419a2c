// @ts-check
/** What the service worker keeps of a build, and how it knows a file again. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * No file that a visit or a model needs: models have a store of their own, the runtime's WebAssembly comes with the
 * classifier, and the rest is for hosts and for installing.
 */
export const NOT_KEPT = [
  'models/**',
  'assets/ort-*.wasm',
  '_headers',
  'mamori.policy.json',
  'offline-worker.js',
  'sbom.cdx.json',
  'icons/**',
];

/** The largest file that is kept is the engine's code, of six megabytes. */
export const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Replaces each entry's revision by the SHA-256 of its file, so that a damaged or mixed-up build is never kept.
 * @param {string} dist
 * @returns {(entries: { url: string, revision: string | null, size: number }[]) => { manifest: { url: string, revision: string | null, size: number }[], warnings: string[] }}
 */
export function hashFiles(dist) {
  return (entries) => ({
    manifest: entries.map((entry) => ({
      ...entry,
      revision: createHash('sha256')
        .update(readFileSync(join(dist, entry.url)))
        .digest('hex'),
    })),
    warnings: [],
  });
}
