/** What can be done by keyboard from anywhere in the app. */
export type ShortcutId =
  'help' | 'search' | 'new' | 'sidebar' | 'composer' | 'edit' | 'delete' | 'previous' | 'next';

export interface Shortcut {
  id: ShortcutId;
  /** As `KeyboardEvent.key` gives it, in lower case. */
  key: string;
  /** Control, or Command on a Mac. */
  control: boolean;
  shift: boolean;
  alt: boolean;
}

const CONTROL = { control: true, shift: false, alt: false };
const CONTROL_SHIFT = { control: true, shift: true, alt: false };
const ALT = { control: false, shift: false, alt: true };

/** Those that people know from other chats, so far as no browser needs them for itself. */
export const SHORTCUTS: readonly Shortcut[] = [
  // on many keyboards the question mark needs Shift, on others it does not
  { id: 'help', key: '?', control: false, shift: true, alt: false },
  { id: 'search', key: 'k', ...CONTROL },
  { id: 'new', key: 'o', ...CONTROL_SHIFT },
  { id: 'sidebar', key: 'b', ...CONTROL },
  { id: 'composer', key: 'l', ...CONTROL_SHIFT },
  { id: 'edit', key: 'e', ...CONTROL_SHIFT },
  { id: 'delete', key: 'd', ...CONTROL_SHIFT },
  { id: 'previous', key: 'arrowup', ...ALT },
  { id: 'next', key: 'arrowdown', ...ALT },
];

/** What of a key event decides. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey' | 'isComposing'
>;

/** The shortcut that was pressed, or null. `isTyping`: the focus is where letters are written. */
export function findShortcut(press: KeyPress, isTyping: boolean): ShortcutId | null {
  if (press.isComposing) return null;
  const key = press.key.toLowerCase();
  if (key === '?') return isTyping || press.ctrlKey || press.metaKey ? null : 'help';
  const found = SHORTCUTS.find(
    (shortcut) =>
      shortcut.key === key &&
      shortcut.control === (press.ctrlKey || press.metaKey) &&
      shortcut.shift === press.shiftKey &&
      shortcut.alt === press.altKey,
  );
  return found?.id ?? null;
}
