import {
  sumKnownBytes,
  type InspectedModel,
  type RemoteFile,
} from '../../src/domain/remote-model.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import { fetchJson, type FetchedJson, type HostReader } from './fetch-json.ts';
import { findLibrary } from './find-library.ts';
import { parseModelAddress } from './model-address.ts';
import { explain, openModelFolder, type ModelFolder } from './model-folder.ts';
import { chatConfigSchema, tensorCacheSchema, type TensorCache } from './model-manifest.ts';
import {
  CONFIG,
  findFault,
  findShards,
  findTokenizers,
  readContextWindow,
  TENSOR_CACHES,
} from './model-parts.ts';

export interface InspectRequest {
  folderUrl: string;
  libraryUrl: string | null;
}

/**
 * Finds out which files an MLC model has, from its host's list if there is one and from its own configuration otherwise.
 * Nothing that the host says is believed before it has been checked. Errors: `download-failed`, `aborted`, and `model-unsupported`
 * with what makes it no model that could be fetched.
 */
export async function inspectModel(
  { folderUrl, libraryUrl }: InspectRequest,
  reader: HostReader,
): Promise<Result<InspectedModel>> {
  const address = parseModelAddress(folderUrl);
  if (!address.ok) return address;
  const opened = await openModelFolder(address.value, reader);
  if (!opened.ok) return opened;
  const folder = opened.value;
  const configUrl = folder.urlOf(CONFIG);
  const config = await fetchJson(CONFIG, configUrl, chatConfigSchema, reader);
  if (!config.ok) return explain(folder, config.error);
  const tensors = await fetchTensorCache(folder, reader);
  if (!tensors.ok) return tensors;
  const tokenizers = await findTokenizers(folder, config.value.value);
  if (!tokenizers.ok) return tokenizers;
  const shards = findShards(folder, tensors.value.json.value);
  if (!shards.ok) return shards;
  const library = await findLibrary(folder, libraryUrl, reader);
  if (!library.ok) return library;

  const files: RemoteFile[] = [
    { ...describeRead(folder, CONFIG, config.value), path: CONFIG, url: configUrl },
    tensors.value.file,
    ...tokenizers.value,
    library.value,
    ...shards.value,
  ];
  const fault = reader.signal.aborted ? ({ type: 'aborted' } as const) : findFault(files);
  if (fault) return err(fault);
  return ok({
    files,
    revision: folder.revision,
    contextWindowTokens: readContextWindow(config.value.value),
    sizeBytes: sumKnownBytes(files),
  });
}

/** Of a file that has been read here: its size is no hearsay. */
function describeRead(
  folder: ModelFolder,
  path: string,
  { sizeBytes }: FetchedJson<unknown>,
): Pick<RemoteFile, 'sizeBytes' | 'sha256'> {
  return { sizeBytes, sha256: folder.listing?.get(path)?.sha256 ?? null };
}

async function fetchTensorCache(
  folder: ModelFolder,
  reader: HostReader,
): Promise<Result<{ json: FetchedJson<TensorCache>; file: RemoteFile }>> {
  const [path, olderPath] = TENSOR_CACHES;
  let name: string = folder.listing?.has(path) === false ? olderPath : path;
  let json = await fetchJson(name, folder.urlOf(name), tensorCacheSchema, reader);
  const isAbsent =
    !json.ok &&
    json.error.type === 'download-failed' &&
    [403, 404].includes(json.error.status ?? 0);
  if (isAbsent && name === path) {
    name = olderPath;
    const older = await fetchJson(name, folder.urlOf(name), tensorCacheSchema, reader);
    // if neither is there, the name that models have today is the one to report
    if (older.ok) json = older;
  }
  if (!json.ok) return json;
  const file = { ...describeRead(folder, name, json.value), path, url: folder.urlOf(name) };
  return ok({ json: json.value, file });
}
