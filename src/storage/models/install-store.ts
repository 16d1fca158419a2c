import type { DBSchema } from 'idb';
import * as v from 'valibot';
import type { InstallRecord } from '../../domain/install-record.ts';
import type { Result } from '../../domain/result.ts';
import { createConnection, type DatabaseDefinition } from '../connection.ts';

interface InstallSchema extends DBSchema {
  installs: { key: string; value: unknown };
}

const INSTALLS: DatabaseDefinition<InstallSchema> = {
  name: 'mamori-models',
  version: 1,
  upgrade(database, oldVersion) {
    if (oldVersion < 1) database.createObjectStore('installs');
  },
};

/** What is remembered of each model, by its id. Errors come back as values; a write is done when it is durable. */
export interface InstallStore {
  /** Without records that cannot be read. */
  readAll(): Promise<Result<readonly InstallRecord[]>>;
  put(record: InstallRecord): Promise<Result<null>>;
  remove(modelId: string): Promise<Result<null>>;
}

export function createInstallStore(): InstallStore {
  const withDatabase = createConnection(INSTALLS);
  return {
    readAll: () =>
      withDatabase(async (db) => {
        const stored = await db.getAll('installs');
        return stored.filter((record): record is InstallRecord => v.is(recordSchema, record));
      }),
    put: (record) =>
      withDatabase(async (db) => {
        await db.put('installs', record, record.description.id);
        return null;
      }),
    remove: (modelId) =>
      withDatabase(async (db) => {
        await db.delete('installs', modelId);
        return null;
      }),
  };
}

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const time = v.nullable(v.number());
const revision = v.nullable(v.string());

const recordSchema = v.object({
  schemaVersion: v.literal(1),
  description: v.object({
    id: v.pipe(v.string(), v.nonEmpty()),
    name: v.string(),
    parameters: v.nullable(whole),
    licence: v.nullable(v.string()),
    languages: v.array(v.string()),
    alignment: v.picklist(['aligned', 'uncensored', 'unknown']),
    contextWindowTokens: v.nullable(whole),
    hidden: v.boolean(),
  }),
  origin: v.variant('type', [
    v.object({ type: v.literal('own') }),
    v.object({ type: v.literal('listed'), folderUrl: v.string(), revision }),
    v.object({ type: v.literal('address'), folderUrl: v.string(), revision }),
    v.object({ type: v.literal('disk'), fileName: v.string() }),
  ]),
  files: v.array(
    v.object({
      path: v.string(),
      url: v.string(),
      sizeBytes: v.nullable(whole),
      sha256: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u))),
    }),
  ),
  firstUsePaths: v.array(v.string()),
  completedAt: time,
  verifiedAt: time,
  lastUsedAt: time,
});
