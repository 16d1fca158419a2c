import { readdirSync, readFileSync } from 'node:fs';
import type { ModelFile } from '../../src/domain/catalogue.ts';
import type {
  ByteProgress,
  ChosenFile,
  ImportSource,
} from '../../src/protocol/download-contract.ts';
import { importModel } from '../../workers/download/import-model.ts';
import { createMemoryWeights, type MemoryWeights } from './memory-weights.ts';
import { bytesOf, lockFile } from './model-files.ts';

export type FileSet = Map<string, Uint8Array<ArrayBuffer>>;
export type FileChange = Record<string, Uint8Array<ArrayBuffer> | null>;

export const json = (value: unknown): Uint8Array<ArrayBuffer> => bytesOf(JSON.stringify(value));

export const SHARDS = [bytesOf('shard zero'), bytesOf('shard number one')];

/** A model of a few bytes with everything that one has, and two files that none needs; null leaves one out. */
export function tinyModel(change: FileChange = {}): FileSet {
  const files: FileChange = {
    'README.md': bytesOf('# a model'),
    'mlc-chat-config.json': json({
      context_window_size: 4096,
      tokenizer_files: ['tokenizer.json', 'tokenizer_config.json', 'added_tokens.json'],
    }),
    'tensor-cache.json': shardList(SHARDS),
    'tokenizer.json': bytesOf('{}'),
    'tokenizer_config.json': bytesOf('{"a":1}'),
    'library.wasm': bytesOf('wasm'),
    'params_shard_0.bin': SHARDS[0] ?? null,
    'params_shard_1.bin': SHARDS[1] ?? null,
    'unused.bin': bytesOf('unused'),
    ...change,
  };
  return new Map(Object.entries(files).flatMap(([path, bytes]) => (bytes ? [[path, bytes]] : [])));
}

/** What `tensor-cache.json` says of these shards. */
export function shardRecords(contents: readonly Uint8Array[]) {
  return contents.map(({ byteLength }, index) => ({
    dataPath: `params_shard_${index}.bin`,
    nbytes: byteLength,
  }));
}

/** `tensor-cache.json` of these shards. */
export function shardList(contents: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return json({ metadata: {}, records: shardRecords(contents) });
}

/** The files of `tinyModel` that are needed. */
export const NEEDED = [
  'library.wasm',
  'mlc-chat-config.json',
  'params_shard_0.bin',
  'params_shard_1.bin',
  'tensor-cache.json',
  'tokenizer.json',
  'tokenizer_config.json',
];

/** The tests' model, from its committed weights and its compiled library. */
export function fixtureModel(): FileSet {
  const tools = new URL('../../tools/', import.meta.url);
  const folder = new URL('fixture-model/model/', tools);
  const read = (url: URL): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(url));
  return new Map([
    ...readdirSync(folder).map((name) => [name, read(new URL(name, folder))] as const),
    ['mamori-tiny.wasm', read(new URL('model-library/libraries/mamori-tiny.wasm', tools))],
  ]);
}

/** The files as a person chooses them: in folders, or one by one (`prefix` is empty). */
export function chosenFiles(prefix = 'My Model/', files = tinyModel()): ChosenFile[] {
  return [...files].map(([path, bytes]) => ({ path: prefix + path, blob: new Blob([bytes]) }));
}

export function chosen(files: FileSet, prefix?: string): ImportSource {
  return { type: 'files', files: chosenFiles(prefix, files) };
}

export interface Import {
  result: Awaited<ReturnType<typeof importModel>>;
  progress: ByteProgress[];
  store: MemoryWeights;
}

export async function runImport(
  source: ImportSource,
  store = createMemoryWeights(),
  signal = new AbortController().signal,
): Promise<Import> {
  const progress: ByteProgress[] = [];
  const onProgress = (item: ByteProgress): void => void progress.push(item);
  return { result: await importModel({ source, signal, onProgress }, store), progress, store };
}

/** What an import that failed says, once it is sure that it left nothing behind. */
export async function refusalOf(source: ImportSource): Promise<string> {
  const { result, store } = await runImport(source);
  if (result.ok) throw new Error('it was taken');
  if (store.files.size > 0) throw new Error('it left files behind');
  return 'detail' in result.error ? result.error.detail : result.error.type;
}

/** The entries that these files have once they are stored, by path. */
export function asStored(
  files: FileSet,
  paths: readonly string[] = [...files.keys()],
): ModelFile[] {
  return paths.map((path) => lockFile(path, files.get(path) ?? new Uint8Array())).sort(byPath);
}

export function byPath(a: ModelFile, b: ModelFile): number {
  return a.path < b.path ? -1 : 1;
}
