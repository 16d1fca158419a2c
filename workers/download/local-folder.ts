import { err, ok, type Result } from '../../src/domain/result.ts';
import type { ModelFolder } from './model-folder.ts';
import { CONFIG } from './model-parts.ts';
import type { ModelSource, SourceFile } from './source-file.ts';
import { quote } from './source-listing.ts';
import { unsupported } from './unsupported.ts';

/** The one folder of a choice that holds a model. */
export interface LocalFolder {
  /** Its own name; null if the choice itself is the folder. */
  name: string | null;
  /** Its files, by their path inside it. */
  files: ReadonlyMap<string, SourceFile>;
}

/** Error: `model-unsupported` if there is no configuration in the choice, or more than one. */
export function findLocalFolder({ files }: ModelSource): Result<LocalFolder> {
  const [config, other] = [...files.keys()].filter((path) => path.split('/').at(-1) === CONFIG);
  if (config === undefined) return err(unsupported(`there is no ${CONFIG}`));
  if (other !== undefined) {
    return err(unsupported(`there is more than one model: ${quote(config)}, ${quote(other)}`));
  }
  const prefix = config.slice(0, -CONFIG.length);
  const inside = [...files].filter(([path]) => path.startsWith(prefix));
  return ok({
    name: prefix.split('/').at(-2) ?? null,
    files: new Map(inside.map(([path, file]) => [path.slice(prefix.length), file])),
  });
}

/** The folder, as the functions that find a model's files want it. */
export function toModelFolder({ files }: LocalFolder): ModelFolder {
  const listing = new Map(
    [...files].map(([path, { sizeBytes }]) => [path, { sizeBytes, sha256: null }]),
  );
  return {
    revision: null,
    refusal: null,
    listing,
    urlOf: (path) => path,
    describe: (path) => Promise.resolve(listing.get(path) ?? 'absent'),
  };
}
