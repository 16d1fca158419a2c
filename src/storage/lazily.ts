import { toAppError } from '../domain/app-error.ts';
import { err, type Result } from '../domain/result.ts';

type Method = (...args: never[]) => Promise<Result<unknown>>;
type AsyncMethods<Store, Present> = {
  [Name in Exclude<keyof Store, keyof Present>]: Method;
};

/**
 * A store whose code is fetched when it is first asked: a visitor waits for what is shown, not for what is written behind
 * it. Code that cannot be fetched is an error value of the call, and is fetched again by the next.
 * @param present methods that are there at once and wait for nothing
 */
export function lazily<Store extends AsyncMethods<Store, Present>, Present extends object = object>(
  load: () => Promise<Store>,
  present: Present | null = null,
): Store {
  let loading: Promise<Store> | undefined;
  const open = (): Promise<Store> => {
    const attempt = (loading ??= load());
    attempt.catch(() => (loading = undefined));
    return attempt;
  };
  return new Proxy({} as Store, {
    get(_target, name) {
      if (present && Object.hasOwn(present, name)) return Reflect.get(present, name) as unknown;
      return async (...args: never[]): Promise<Result<unknown>> => {
        let store: Store;
        try {
          store = await open();
        } catch (thrown) {
          return err(toAppError(thrown));
        }
        return (Reflect.get(store, name) as Method)(...args);
      };
    },
  });
}
