import type { AppError } from '../../src/domain/app-error.ts';
import { encodePath } from '../../src/domain/remote-model.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import type { HostReader } from './fetch-json.ts';
import { headFile } from './head-file.ts';
import { commitFolder, type ModelAddress } from './model-address.ts';
import { listRepository } from './list-repository.ts';

export interface ListedFile {
  sizeBytes: number | null;
  sha256: string | null;
}

/** A model's folder on a host or on this machine, with or without a list of what is in it. */
export interface ModelFolder {
  revision: string | null;
  /** Why it could not be read as a repository, if it looked like one. */
  refusal: AppError | null;
  /** Every file, by path; null for a plain folder. */
  listing: ReadonlyMap<string, ListedFile> | null;
  /** Where a file lies: an address, or its path in a folder of this machine. */
  urlOf: (path: string) => string;
  /** What is known of one file: `absent` if it is not there, `unknown` if the host does not say. */
  describe: (path: string) => Promise<ListedFile | 'absent' | 'unknown'>;
}

/**
 * Opens a folder as a repository if its host can list it, otherwise as a plain folder. Errors: `aborted`, and
 * `download-failed` if a host that seems to have lists has none to give at the moment.
 */
export async function openModelFolder(
  { folderUrl, repository }: ModelAddress,
  reader: HostReader,
): Promise<Result<ModelFolder>> {
  if (repository) {
    const listed = await listRepository(repository, reader);
    if (listed.ok) {
      const { commit, files } = listed.value;
      const baseUrl = commitFolder(repository, commit);
      return ok({
        revision: commit,
        refusal: null,
        listing: files,
        urlOf: (path) => baseUrl + encodePath(path),
        describe: (path) => Promise.resolve(files.get(path) ?? 'absent'),
      });
    }
    if (isPassing(listed.error)) return listed;
    return ok(plainFolder(folderUrl, listed.error, reader));
  }
  return ok(plainFolder(folderUrl, null, reader));
}

/** An error of today, not the sign of a host without lists: taking it for one would lose the published hashes. */
function isPassing(error: AppError): boolean {
  if (error.type === 'aborted') return true;
  const status = error.type === 'download-failed' ? (error.status ?? 0) : 0;
  return status === 408 || status === 429 || status >= 500;
}

function plainFolder(baseUrl: string, refusal: AppError | null, reader: HostReader): ModelFolder {
  const urlOf = (path: string): string => baseUrl + encodePath(path);
  return {
    revision: null,
    refusal,
    listing: null,
    urlOf,
    describe: (path) => headFile(urlOf(path), path, reader),
  };
}

/** Prefers what the host said of a repository to what its plain folder said, where the first was a plain refusal. */
export function explain(folder: ModelFolder, error: AppError): { ok: false; error: AppError } {
  const { refusal } = folder;
  const isRefused = refusal?.type === 'download-failed' && [401, 403].includes(refusal.status ?? 0);
  return err(isRefused && error.type === 'download-failed' ? refusal : error);
}
