import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { toAppError, toStorageError, type AppError } from '../domain/app-error.ts';
import { err, ok, type Result } from '../domain/result.ts';

/** Runs work on a database that is opened when it is first needed. What is thrown comes back as an error value. */
export type Connection<Schema extends DBSchema> = <T>(
  work: (database: IDBPDatabase<Schema>) => Promise<T>,
) => Promise<Result<T>>;

/** What a database is called and how its stores come to be. */
export interface DatabaseDefinition<Schema extends DBSchema> {
  /** Changing it would orphan all that is stored. */
  name: string;
  version: number;
  /** `oldVersion` is 0 for a database that does not exist yet. */
  upgrade: (database: IDBPDatabase<Schema>, oldVersion: number) => void;
}

export function createConnection<Schema extends DBSchema>({
  name,
  version,
  upgrade,
}: DatabaseDefinition<Schema>): Connection<Schema> {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;
  // the browser may close a database under us (storage cleared, upgrade in another tab): it is then opened again
  const open = (): Promise<IDBPDatabase<Schema>> =>
    openDB<Schema>(name, version, {
      upgrade,
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
        opened = undefined;
      },
      terminated: () => (opened = undefined),
    });
  const database = (): Promise<IDBPDatabase<Schema>> => {
    const attempt = (opened ??= open());
    // a failed opening must not be remembered, or a passing fault would last for ever
    attempt.catch(() => (opened = undefined));
    return attempt;
  };
  return async (work) => {
    // browsers drop idle connections, so a first failure is tried once more on a fresh one
    for (let attempt = 1; ; attempt += 1) {
      try {
        return ok(await work(await database()));
      } catch (thrown) {
        const error = describeFailure(thrown);
        if (attempt === 2 || error.type !== 'storage-unavailable') return err(error);
        opened = undefined;
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

/** A `RangeError` is a caller's fault and says nothing about the storage. */
function describeFailure(thrown: unknown): AppError {
  return thrown instanceof RangeError ? toAppError(thrown) : toStorageError(thrown);
}
