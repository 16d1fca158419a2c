import { BlobReader, Uint8ArrayWriter, ZipReader, type FileEntry } from '@zip.js/zip.js';
import type { ModelFile } from '../../src/domain/catalogue.ts';
import type { FileSet } from './local-models.ts';
import { createMemoryWeights, type MemoryWeights } from './memory-weights.ts';
import { lockFile } from './model-files.ts';

/** The files in a store, with their entries. */
export function stored(files: FileSet): { store: MemoryWeights; files: ModelFile[] } {
  const store = createMemoryWeights();
  const entries = [...files].map(([path, bytes]) => {
    const entry = lockFile(path, bytes);
    store.files.set(entry.sha256, bytes);
    return entry;
  });
  return { store, files: entries };
}

/** Every file of a zip, read as strictly as it can be. */
export async function readZip(blob: Blob): Promise<{ entries: FileEntry[]; contents: FileSet }> {
  const found = await new ZipReader(new BlobReader(blob), {
    strictness: 'strict',
    useWebWorkers: false,
    checkCrc32: true,
    checkOverlappingEntry: true,
  }).getEntries();
  const entries = found.filter((entry): entry is FileEntry => !entry.directory);
  const contents: FileSet = new Map();
  for (const entry of entries) {
    contents.set(entry.filename, new Uint8Array(await entry.getData(new Uint8ArrayWriter())));
  }
  return { entries, contents };
}
