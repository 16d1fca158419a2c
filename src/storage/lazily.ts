import { toAppError } from '../domain/app-error.ts';
import { err, type Result } from '../domain/result.ts';

type AsyncMethods<Store> = {
  [Name in keyof Store]: (...args: never[]) => Promise<Result<unknown>>;
};

/**
 * A store whose code is fetched when it is first asked: a visitor waits for what is shown, not for what is written behind
 * it. Code that cannot be fetched is an error value of the call, and is fetched again by the next.
 */
export function lazily<Store extends AsyncMethods<Store>>(load: () => Promise<Store>): Store {
  let loading: Promise<Store> | undefined;
  const open = (): Promise<Store> => {
    const attempt = (loading ??= load());
    attempt.catch(() => (loading = undefined));
    return attempt;
  };
  return new Proxy({} as Store, {
    get:
      (_target, name: string) =>
      async (...args: never[]): Promise<Result<unknown>> => {
        let store: Store;
        try {
          store = await open();
        } catch (thrown) {
          return err(toAppError(thrown));
        }
        return store[name as keyof Store](...args);
      },
  });
}
