import type { RemoteFile } from '../../src/domain/remote-model.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import type { HostReader } from './fetch-json.ts';
import { headFile } from './head-file.ts';
import { parseHostUrl } from './model-address.ts';
import type { ModelFolder } from './model-folder.ts';
import { findLibraryBeside, LIBRARY } from './model-parts.ts';
import { unsupported } from './unsupported.ts';

/**
 * Finds the model library: at the address that was given, or beside the model. Errors: `model-unsupported` if there is none, or
 * more than one to choose from.
 */
export async function findLibrary(
  folder: ModelFolder,
  libraryUrl: string | null,
  reader: HostReader,
): Promise<Result<RemoteFile>> {
  if (libraryUrl !== null) return libraryAt(libraryUrl, reader);
  const library = await findLibraryBeside(folder);
  return library ? ok(library) : err(noLibrary());
}

async function libraryAt(text: string, reader: HostReader): Promise<Result<RemoteFile>> {
  const url = parseHostUrl(text);
  if (!url.ok) return url;
  const found = await headFile(url.value.href, LIBRARY, reader);
  if (found === 'absent') {
    return err({ type: 'download-failed', path: LIBRARY, status: 404, detail: text });
  }
  const known = found === 'unknown' ? { sizeBytes: null, sha256: null } : found;
  return ok({ path: LIBRARY, url: url.value.href, ...known });
}

function noLibrary() {
  return unsupported('there is no model library beside the model; its address must be given');
}
