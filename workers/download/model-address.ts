import { encodePath } from '../../src/domain/remote-model.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import { unsupported } from './unsupported.ts';

/** Where a model's folder is: on a host with the interface of Hugging Face, or anywhere else. */
export interface ModelAddress {
  /** The folder as a plain one; ends in a slash. */
  folderUrl: string;
  /** Null if the address cannot be that of a repository. */
  repository: RepositoryAddress | null;
}

export interface RepositoryAddress {
  origin: string;
  /** `ORG/REPO` */
  name: string;
  /** A branch, a tag or a commit. */
  revision: string;
}

const NAME = /^[\w-][\w.-]{0,99}$/u;
const DEFAULT_REVISION = 'main';

/** Reads the address of a model's folder. Error: `model-unsupported`, with what is wrong with it. */
export function parseModelAddress(text: string): Result<ModelAddress> {
  const parsed = parseHostUrl(text);
  if (!parsed.ok) return parsed;
  const url = parsed.value;
  url.pathname = `${url.pathname.replace(/\/+$/u, '')}/`;
  const [org = '', repo = '', verb, revision, ...rest] = url.pathname
    .split('/')
    .filter((segment) => segment !== '')
    .map(decode);
  const isRepository =
    NAME.test(org) &&
    NAME.test(repo) &&
    rest.length === 0 &&
    (verb === undefined ||
      ((verb === 'resolve' || verb === 'tree') && revision !== undefined && revision !== ''));
  return ok({
    folderUrl: url.href,
    repository: isRepository
      ? { origin: url.origin, name: `${org}/${repo}`, revision: revision ?? DEFAULT_REVISION }
      : null,
  });
}

/**
 * An address that may be fetched from: over `https`, or from this very machine; without a password, query and fragment,
 * because the addresses of files are made of it. Error: `model-unsupported`.
 */
export function parseHostUrl(text: string): Result<URL> {
  if (text.length > 2_000 || !URL.canParse(text)) return err(unsupported('not an address'));
  const url = new URL(text);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) {
    return err(unsupported(`addresses begin with https:, not ${url.protocol}`));
  }
  if (url.username !== '' || url.password !== '') {
    return err(unsupported('an address with a password'));
  }
  url.search = '';
  url.hash = '';
  return ok(url);
}

/** The folder of a repository at one commit; ends in a slash. */
export function commitFolder({ origin, name }: RepositoryAddress, commit: string): string {
  return `${origin}/${encodePath(name)}/resolve/${commit}/`;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}
