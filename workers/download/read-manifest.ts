import type * as v from 'valibot';
import type { RemoteFile } from '../../src/domain/remote-model.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import { toModelFolder, type LocalFolder } from './local-folder.ts';
import { chatConfigSchema, tensorCacheSchema, type ChatConfig } from './model-manifest.ts';
import {
  CONFIG,
  findFault,
  findLibraryBeside,
  findShards,
  findTokenizers,
  LIBRARY,
  TENSOR_CACHES,
} from './model-parts.ts';
import { MOST_JSON_BYTES, parseJson } from './parse-json.ts';
import { readSource } from './read-source.ts';
import { unsupported } from './unsupported.ts';

/** What a local model says it has; all of it is there, with the lengths that it should have. */
export interface LocalManifest {
  config: ChatConfig;
  /** `url` is the path inside the folder; `sha256` is null for what has not been read yet. */
  files: readonly RemoteFile[];
}

/** Errors: `model-unsupported` with the name of what is missing or wrong, and those of `readSource`. */
export async function readManifest(
  local: LocalFolder,
  signal: AbortSignal,
): Promise<Result<LocalManifest>> {
  const folder = toModelFolder(local);
  const config = await readJson(local, CONFIG, chatConfigSchema, signal);
  if (!config.ok) return config;
  const [cacheName, olderName] = TENSOR_CACHES;
  const cachePath = local.files.has(cacheName) ? cacheName : olderName;
  if (!local.files.has(cachePath)) return err(unsupported(`the folder has no ${cacheName}`));
  const tensors = await readJson(local, cachePath, tensorCacheSchema, signal);
  if (!tensors.ok) return tensors;
  const tokenizers = await findTokenizers(folder, config.value.value);
  if (!tokenizers.ok) return tokenizers;
  const shards = findShards(folder, tensors.value.value);
  if (!shards.ok) return shards;
  const library = await findLibraryBeside(folder);
  if (!library) return err(unsupported(`the folder has no ${LIBRARY}, and not one other .wasm`));
  const files = [
    config.value.file,
    { ...tensors.value.file, path: cacheName },
    ...tokenizers.value,
    library,
    ...shards.value,
  ];
  const fault = findFault(files);
  return fault ? err(fault) : ok({ config: config.value.value, files });
}

async function readJson<T>(
  { files }: LocalFolder,
  path: string,
  schema: v.GenericSchema<unknown, T>,
  signal: AbortSignal,
): Promise<Result<{ value: T; file: RemoteFile }>> {
  const source = files.get(path);
  if (!source) return err(unsupported(`the folder has no ${path}`));
  if (source.sizeBytes > MOST_JSON_BYTES) {
    return err(unsupported(`${path} is larger than ${MOST_JSON_BYTES} bytes`));
  }
  const read = await readSource(source, signal);
  if (!read.ok) return read;
  const { bytes, sha256 } = read.value;
  const parsed = parseJson(path, bytes, schema);
  if (!parsed.ok) return parsed;
  return ok({
    value: parsed.value,
    file: { path, url: path, sizeBytes: bytes.byteLength, sha256 },
  });
}
