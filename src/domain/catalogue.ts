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
  parameters: number;
  licence: string;
  languages: readonly string[];
  alignment: Alignment;
  contextWindowTokens: number;
  /** Shown only when the address asks for it: models that exist for tests. */
  hidden: boolean;
}

export interface Model extends ModelDescription {
  files: readonly ModelFile[];
  sizeBytes: number;
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
 * could be verified. `wantedId` makes a hidden model visible.
 */
export function buildCatalogue(
  descriptions: readonly ModelDescription[],
  lock: readonly LockedModel[],
  wantedId: string | null,
): Model[] {
  return descriptions.flatMap((description) => {
    const files = lock.find((model) => model.id === description.id)?.files;
    if (!files || (description.hidden && description.id !== wantedId)) return [];
    return [{ ...description, files, sizeBytes: sumBytes(files) }];
  });
}

export function sumBytes(files: readonly ModelFile[]): number {
  return files.reduce((sum, file) => sum + file.sizeBytes, 0);
}
