import type { SendKey } from '../../state/settings.svelte.ts';

/** Whether a key belongs to an input method: Enter that ends a composition sends nothing. Safari says 229. */
export function isComposing(event: KeyboardEvent): boolean {
  // nothing newer says it there
  const { keyCode } = event as { keyCode: number };
  return event.isComposing || keyCode === 229;
}

/** Whether Enter alone sends. On a device without a keyboard it is the only way to a new line; there a button sends. */
export function doesEnterSend(key: SendKey): boolean {
  return key === 'enter' && !matchMedia('(hover: none) and (pointer: coarse)').matches;
}

/** Whether a key sends what is written. Ctrl+Enter (on a Mac ⌘+Enter) always does. */
export function isSendKey(event: KeyboardEvent, key: SendKey): boolean {
  if (event.key !== 'Enter' || isComposing(event)) return false;
  if (event.ctrlKey || event.metaKey) return true;
  return !event.shiftKey && doesEnterSend(key);
}
