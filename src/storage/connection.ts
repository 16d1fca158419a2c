import {
  openDB,
  type DBSchema,
  type IDBPDatabase,
  type IDBPTransaction,
  type StoreNames,
} from 'idb';
import { describe, toAppError, toStorageError, type AppError } from '../domain/app-error.ts';
import { err, ok, type Result } from '../domain/result.ts';

/** Runs work on a database that is opened when it is first needed. What is thrown comes back as an error value. */
export type Connection<Schema extends DBSchema> = <T>(
  work: (database: IDBPDatabase<Schema>) => Promise<T>,
) => Promise<Result<T>>;

/** A transaction in which a database changes its stores. */
export type UpgradeTransaction<Schema extends DBSchema> = IDBPTransaction<
  Schema,
  StoreNames<Schema>[],
  'versionchange'
>;

/** What a database is called and how its stores come to be. */
export interface DatabaseDefinition<Schema extends DBSchema> {
  /** Changing it would orphan all that is stored. */
  name: string;
  version: number;
  /** `oldVersion` is 0 for a database that does not exist yet. */
  upgrade: (
    database: IDBPDatabase<Schema>,
    oldVersion: number,
    transaction: UpgradeTransaction<Schema>,
  ) => void;
}

/** What happens to a database under those who use it. */
export interface ConnectionEvents {
  /** The database did not exist, and was made now. */
  onCreated?: () => void;
  /** The browser has closed it: its data were cleared, or another tab deletes or upgrades it. */
  onClosed?: () => void;
}

/** Thrown inside of `work` for what is no fault of the storage; its error is what comes back. */
export class StorageRefusal extends Error {
  readonly error: AppError;

  constructor(error: AppError) {
    super(error.type);
    this.error = error;
  }
}

/** How long an upgrade may wait for older tabs to close before somebody is told. They close at once, unless they hang. Milliseconds. */
const BLOCKED_FOR_MS = 3_000;

/** Before a second attempt. Milliseconds. */
const RETRY_AFTER_MS = 200;

interface Opening<Schema extends DBSchema> {
  database: Promise<IDBPDatabase<Schema>>;
  /** Resolves when it turns out that an older tab holds the database. */
  blocked: Promise<void>;
  isOpen: boolean;
}

export function createConnection<Schema extends DBSchema>(
  { name, version, upgrade }: DatabaseDefinition<Schema>,
  { onCreated, onClosed }: ConnectionEvents = {},
): Connection<Schema> {
  let opened: Opening<Schema> | undefined;
  // the browser may close a database under us (storage cleared, upgrade in another tab): it is then opened again
  const forget = (): void => {
    opened = undefined;
    onClosed?.();
  };
  const open = (): Opening<Schema> => {
    const { promise: blocked, resolve: tellBlocked } = createSignal();
    let isNew = false;
    const database = openDB<Schema>(name, version, {
      upgrade(db, oldVersion, _newVersion, transaction) {
        isNew = oldVersion === 0;
        // an upgrade that fails is an opening that fails: to hear of it once is enough
        transaction.done.catch(() => undefined);
        upgrade(db, oldVersion, transaction);
      },
      blocked: tellBlocked,
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    }).then((db) => {
      if (isNew) onCreated?.();
      return db;
    });
    const opening: Opening<Schema> = { database, blocked, isOpen: false };
    void database.then(
      () => (opening.isOpen = true),
      () => undefined,
    );
    return opening;
  };
  const getDatabase = (): Promise<IDBPDatabase<Schema>> => {
    const attempt = (opened ??= open());
    // a failed opening must not be remembered, or a passing fault would last for ever
    attempt.database.catch(() => {
      if (opened === attempt) opened = undefined;
    });
    // what waits for a blocking that cannot come any more would be kept for as long as the page is
    if (attempt.isOpen) return attempt.database;
    return Promise.race([attempt.database, refuseWhenBlocked(attempt.blocked)]);
  };
  return async (work) => {
    // browsers drop idle connections, so a first failure is tried once more on a fresh one
    for (let attempt = 1; ; attempt += 1) {
      try {
        return ok(await work(await getDatabase()));
      } catch (thrown) {
        const error = describeFailure(thrown);
        if (attempt === 2 || error.type !== 'storage-unavailable') return err(error);
        opened = undefined;
        // where the site's data are being cleared, Chromium also closes what is opened meanwhile
        await pause(RETRY_AFTER_MS);
      }
    }
  };
}

/**
 * Waits for `work`, which may await requests of `transaction` only, and for all of it to be on disk. If anything is thrown,
 * nothing of it is.
 */
export async function settle<T>(
  transaction: { abort(): void; readonly done: Promise<void> },
  work: Promise<T>,
): Promise<T> {
  try {
    const value = await work;
    await transaction.done;
    return value;
  } catch (thrown) {
    try {
      transaction.abort();
    } catch {
      // it has ended already: the request that failed took it along
    }
    await transaction.done.catch(() => undefined);
    throw thrown;
  }
}

/** The opening itself goes on: whoever asks again later finds it done. */
async function refuseWhenBlocked(blocked: Promise<void>): Promise<never> {
  await blocked;
  await pause(BLOCKED_FOR_MS);
  throw new StorageRefusal({ type: 'storage-blocked' });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function createSignal(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settled) => (resolve = settled));
  return { promise, resolve };
}

/** A `RangeError` is a caller's fault and says nothing about the storage. Nobody but the browser aborts what is done here. */
function describeFailure(thrown: unknown): AppError {
  if (thrown instanceof StorageRefusal) return thrown.error;
  if (thrown instanceof RangeError) return toAppError(thrown);
  const error = toStorageError(thrown);
  return error.type === 'aborted'
    ? { type: 'storage-unavailable', detail: describe(thrown) }
    : error;
}
