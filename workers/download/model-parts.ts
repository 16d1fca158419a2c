import type { AppError } from '../../src/domain/app-error.ts';
import type { RemoteFile } from '../../src/domain/remote-model.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import type { ModelFolder } from './model-folder.ts';
import {
  isSafePath,
  isUnique,
  MOST_FILE_BYTES,
  MOST_FILES,
  MOST_MODEL_BYTES,
  type ChatConfig,
  type TensorCache,
} from './model-manifest.ts';
import { unsupported } from './unsupported.ts';

export const CONFIG = 'mlc-chat-config.json';
/** WebLLM asks for the first name only, so an older model's list is stored under it too. */
export const TENSOR_CACHES = ['tensor-cache.json', 'ndarray-cache.json'] as const;
/** What a model's library is called in our store, wherever it comes from. */
export const LIBRARY = 'library.wasm';
/** WebLLM reads one of these; the other files that a tokenizer has are kept for completeness. */
const TOKENIZERS: ReadonlySet<string> = new Set(['tokenizer.json', 'tokenizer.model']);

/** Error: `model-unsupported` if none of those that the configuration names can be read by WebLLM. */
export async function findTokenizers(
  folder: ModelFolder,
  config: ChatConfig,
): Promise<Result<readonly RemoteFile[]>> {
  const paths = [...new Set(config.tokenizer_files)];
  const files: RemoteFile[] = [];
  for (const path of paths) {
    const found = await folder.describe(path);
    if (found === 'absent' || (found === 'unknown' && !TOKENIZERS.has(path))) continue;
    const known = found === 'unknown' ? { sizeBytes: null, sha256: null } : found;
    files.push({ path, url: folder.urlOf(path), ...known });
  }
  if (files.some(({ path }) => TOKENIZERS.has(path))) return ok(files);
  return err(unsupported('the model has no tokenizer.json or tokenizer.model'));
}

/** Error: `model-unsupported` with the name of a shard that is not there or has another length. */
export function findShards(
  folder: ModelFolder,
  tensors: TensorCache,
): Result<readonly RemoteFile[]> {
  const files: RemoteFile[] = [];
  for (const { dataPath: path, nbytes } of tensors.records) {
    const listed = folder.listing?.get(path);
    if (folder.listing && !listed) return err(unsupported(`the folder has no ${path}`));
    if (listed && listed.sizeBytes !== nbytes) {
      return err(unsupported(`${path} has ${listed.sizeBytes} bytes instead of ${nbytes}`));
    }
    const sha256 = listed?.sha256 ?? null;
    files.push({ path, url: folder.urlOf(path), sizeBytes: nbytes, sha256 });
  }
  return ok(files);
}

/** The library that lies beside the model: the file of our own name, or the only one. Null if there is none such. */
export async function findLibraryBeside(folder: ModelFolder): Promise<RemoteFile | null> {
  const path = folder.listing ? chooseLibrary([...folder.listing.keys()]) : LIBRARY;
  if (path === null) return null;
  const found = await folder.describe(path);
  if (found === 'absent') return null;
  const known = found === 'unknown' ? { sizeBytes: null, sha256: null } : found;
  return { path: LIBRARY, url: folder.urlOf(path), ...known };
}

function chooseLibrary(paths: readonly string[]): string | null {
  if (paths.includes(LIBRARY)) return LIBRARY;
  const [only, ...others] = paths.filter((path) => path.endsWith('.wasm') && isSafePath(path));
  return only === undefined || others.length > 0 ? null : only;
}

/** What makes a list of files one that no model has, or null. */
export function findFault(files: readonly RemoteFile[]): AppError | null {
  if (files.length > MOST_FILES) return unsupported(`more than ${MOST_FILES} files`);
  if (!isUnique(files.map(({ path }) => path))) return unsupported('two files of one name');
  const huge = files.find(({ sizeBytes }) => (sizeBytes ?? 0) > MOST_FILE_BYTES);
  if (huge) return unsupported(`${huge.path} is larger than ${MOST_FILE_BYTES} bytes`);
  const bytes = files.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
  return bytes > MOST_MODEL_BYTES ? unsupported(`larger than ${MOST_MODEL_BYTES} bytes`) : null;
}

/** In tokens; null if the model does not say. */
export function readContextWindow(config: ChatConfig): number | null {
  const tokens = config.context_window_size ?? 0;
  return tokens > 0 ? tokens : null;
}
