import type { ModelSource } from '../../state/model-sources.svelte.ts';

/** Something that could be a model, as a person chose it. */
export interface Picked {
  source: ModelSource;
  /** What it is called on their disk. */
  name: string;
}

/** A model has some hundred files; a folder of many thousands is none, and reading all its names takes long. */
export const LARGEST_FOLDER = 5_000;

interface FolderFile {
  /** With the folder's own name before it: "Name/params_shard_0.bin". */
  path: string;
  blob: File;
}

export function fromZip(files: readonly File[]): Picked | null {
  const [file] = files;
  return file ? { source: { type: 'zip', blob: file }, name: file.name } : null;
}

/** From a field for folders. */
export function fromFolder(files: readonly File[]): Picked | 'too-many' | null {
  return pickFolder(
    files.map((file) => ({ path: file.webkitRelativePath || file.name, blob: file })),
  );
}

function pickFolder(files: readonly FolderFile[]): Picked | 'too-many' | null {
  const [first] = files;
  if (!first) return null;
  if (files.length > LARGEST_FOLDER) return 'too-many';
  return { source: { type: 'files', files }, name: first.path.split('/', 1)[0] ?? first.path };
}

/** From what was dropped: a zip file, a folder, or all files of one. Null if there is nothing in it that could be read. */
export async function fromDrop({
  items,
  files,
}: DataTransfer): Promise<Picked | 'too-many' | null> {
  // both must be read at once: after the first wait they are empty
  const dropped = [...files];
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const [only] = dropped;
  if (dropped.length === 1 && only && /\.zip$/iu.test(only.name)) return fromZip([only]);
  if (entries.length === 0) return fromFolder(dropped);
  const found: FolderFile[] = [];
  try {
    for (const entry of entries) await collect(entry, found);
  } catch {
    return null;
  }
  return pickFolder(found);
}

/** Reads one file more than fits, so that it is known when there are too many. */
async function collect(entry: FileSystemEntry, found: FolderFile[]): Promise<void> {
  if (found.length > LARGEST_FOLDER) return;
  if (isFile(entry)) {
    const blob = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    found.push({ path: entry.fullPath.replace(/^\//u, ''), blob });
  } else if (isFolder(entry)) {
    const reader = entry.createReader();
    // a reader hands out a hundred at a time, and an empty list at the end
    for (let batch = await readBatch(reader); batch.length > 0; batch = await readBatch(reader)) {
      for (const child of batch) await collect(child, found);
      if (found.length > LARGEST_FOLDER) return;
    }
  }
}

function readBatch(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
