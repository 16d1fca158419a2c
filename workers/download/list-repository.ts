import { encodePath } from '../../src/domain/remote-model.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import { fetchJson, type FetchedJson, type HostReader } from './fetch-json.ts';
import type { RepositoryAddress } from './model-address.ts';
import type { ListedFile } from './model-folder.ts';
import { MOST_FILES, revisionSchema, treeSchema, type Tree } from './model-manifest.ts';
import { unsupported } from './unsupported.ts';

/** Hosts without such an interface often answer other origins with nothing at all, which looks like a broken line. */
const ATTEMPTS = 2;

export interface RepositoryListing {
  commit: string;
  files: ReadonlyMap<string, ListedFile>;
}

/** Asks a host with the interface of Hugging Face for the commit and the files of a revision. Errors: as `fetchJson`. */
export async function listRepository(
  { origin, name, revision }: RepositoryAddress,
  reader: HostReader,
): Promise<Result<RepositoryListing>> {
  const api = `${origin}/api/models/${encodePath(name)}`;
  const found = await fetchJson(
    'the revision',
    `${api}/revision/${encodeURIComponent(revision)}`,
    revisionSchema,
    reader,
    ATTEMPTS,
  );
  if (!found.ok) return found;
  const commit = found.value.value.sha;
  const files = new Map<string, ListedFile>();
  const firstPage = `${api}/tree/${commit}?recursive=true`;
  let url: string | null = firstPage;
  while (url !== null) {
    const page: Result<FetchedJson<Tree>> = await fetchJson(
      'the file list',
      url,
      treeSchema,
      reader,
    );
    if (!page.ok) return page;
    for (const { type, path, size, lfs } of page.value.value) {
      if (type !== 'file') continue;
      if (files.has(path)) return err(unsupported(`the file list has ${path} twice`));
      files.set(path, { sizeBytes: lfs?.size ?? size, sha256: lfs?.oid ?? null });
    }
    if (files.size > MOST_FILES) return err(unsupported(`more than ${MOST_FILES} files`));
    const next = nextPage(page.value.link, firstPage);
    // a page without entries would let a host send us round and round
    url = page.value.value.length > 0 ? next : null;
  }
  return ok({ commit, files });
}

/** The next page, if the host names one of the same list. */
function nextPage(link: string | null, firstPage: string): string | null {
  const [, target] = /<([^>]{1,2000})>\s*;\s*rel="?next"?/u.exec(link ?? '') ?? [];
  if (target === undefined || !URL.canParse(target, firstPage)) return null;
  const [next, first] = [new URL(target, firstPage), new URL(firstPage)];
  return next.origin === first.origin && next.pathname === first.pathname ? next.href : null;
}
