import type { Model, ModelDescription, ModelOrigin } from './catalogue.ts';
import { sumKnownBytes, type RemoteFile, type Trust } from './remote-model.ts';

/**
 * What this browser remembers of a model. It is written before the first byte is fetched, so that a download can go on after
 * a crash, and says what must be stored; whether it is stored, the weight store alone knows.
 */
export interface InstallRecord {
  schemaVersion: 1;
  description: ModelDescription;
  origin: ModelOrigin;
  files: readonly RemoteFile[];
  /** Files whose hash nobody had published: it was taken from the first download. */
  firstUsePaths: readonly string[];
  /** Milliseconds since the epoch; null if that has not happened yet. */
  completedAt: number | null;
  verifiedAt: number | null;
  lastUsedAt: number | null;
}

/** A model of which nothing has been fetched yet. */
export function newInstallRecord({
  origin,
  files,
  sizeBytes: _,
  ...description
}: Model): InstallRecord {
  return {
    schemaVersion: 1,
    description,
    origin,
    files,
    firstUsePaths: files.filter(({ sha256 }) => sha256 === null).map(({ path }) => path),
    completedAt: null,
    verifiedAt: null,
    lastUsedAt: null,
  };
}

/** Why the hashes of a model are believed: the weakest reason among its files. */
export function trustOf({ origin, firstUsePaths }: InstallRecord): Trust {
  if (origin.type === 'own') return 'locked';
  return firstUsePaths.length > 0 ? 'first-use' : 'published';
}

/** The model that a record describes. */
export function toModel({ description, origin, files }: InstallRecord): Model {
  return { ...description, origin, files, sizeBytes: sumKnownBytes(files) };
}
