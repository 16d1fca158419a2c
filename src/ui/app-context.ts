import { getContext, setContext } from 'svelte';
import type { App } from '../state/app.svelte.ts';

const KEY = Symbol('app');

export function provideApp(app: App): void {
  setContext(KEY, app);
}

export function useApp(): App {
  return getContext<App>(KEY);
}
