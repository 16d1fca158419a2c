import { toRemoteFiles, type RemoteFile } from './remote-model.ts';

/** One file of a model: what must be downloaded, and what it must hash to. */
export interface ModelFile {
  /** Relative to the model's folder. */
  path: string;
  sizeBytes: number;
  /** SHA-256, 64 lower-case hex digits. */
  sha256: string;
}

/** The part of `models.lock.json` that belongs to one model. */
export interface LockedModel {
  id: string;
  files: readonly ModelFile[];
}

export type Alignment = 'aligned' | 'uncensored' | 'unknown';

/** What a person needs to know to choose a model. Language codes are BCP 47. */
export interface ModelDescription {
  id: string;
  name: string;
  /** Null, like what follows, for a model of which nobody said it. */
  parameters: number | null;
  licence: string | null;
  languages: readonly string[];
  alignment: Alignment;
  contextWindowTokens: number | null;
  /** Shown only when the address asks for it: models that exist for tests. */
  hidden: boolean;
}

/** Where a model comes from. */
export type ModelOrigin =
  /** Served by this site, pinned by its lock file. */
  | { type: 'own' }
  /** From WebLLM's list. */
  | { type: 'listed'; folderUrl: string; revision: string | null }
  /** From an address that the person gave. */
  | { type: 'address'; folderUrl: string; revision: string | null }
  /** From files that the person chose. */
  | { type: 'disk'; fileName: string };

/** A model whose files are known, so that it can be stored and loaded. */
export interface Model extends ModelDescription {
  origin: ModelOrigin;
  /** A size or a hash is null as long as the file has not been fetched. */
  files: readonly RemoteFile[];
  /** Null as long as the size of a file is unknown. */
  sizeBytes: number | null;
}

export const DEFAULT_MODEL_ID = 'smollm2-135m-instruct';

/** Models served from Mamori's own origin. */
export const MODEL_DESCRIPTIONS: readonly ModelDescription[] = [
  {
    id: DEFAULT_MODEL_ID,
    name: 'SmolLM2 135M Instruct',
    parameters: 134_515_008,
    licence: 'Apache-2.0',
    languages: ['en'],
    alignment: 'aligned',
    contextWindowTokens: 2048,
    hidden: false,
  },
  {
    id: 'mamori-tiny',
    name: 'Mamori Tiny (test model)',
    parameters: 1_180_608,
    licence: 'Apache-2.0',
    languages: ['en', 'ja', 'ko', 'zh'],
    alignment: 'unknown',
    contextWindowTokens: 2048,
    hidden: true,
  },
];

/**
 * The catalogue: descriptions joined with the lock file. A model without locked files is left out, because nothing of it
 * could be verified. `wantedId` makes a hidden model visible; the models lie in folders
 * below `models/` of `baseUrl`, which ends in a slash.
 */
export function buildCatalogue(
  descriptions: readonly ModelDescription[],
  lock: readonly LockedModel[],
  wantedId: string | null,
  baseUrl: string,
): Model[] {
  return descriptions.flatMap((description) => {
    const files = lock.find((model) => model.id === description.id)?.files;
    if (!files || (description.hidden && description.id !== wantedId)) return [];
    return [
      {
        ...description,
        origin: { type: 'own' } as const,
        files: toRemoteFiles(files, `${baseUrl}models/${description.id}/`),
        sizeBytes: sumBytes(files),
      },
    ];
  });
}

export function sumBytes(files: readonly ModelFile[]): number {
  return files.reduce((sum, file) => sum + file.sizeBytes, 0);
}

/** What must be in the store for a model to be loaded; null as long as something of it is unknown. */
export function toStoredFiles(files: readonly RemoteFile[]): readonly ModelFile[] | null {
  const stored: ModelFile[] = [];
  for (const { path, sizeBytes, sha256 } of files) {
    if (sizeBytes === null || sha256 === null) return null;
    stored.push({ path, sizeBytes, sha256 });
  }
  return stored;
}
