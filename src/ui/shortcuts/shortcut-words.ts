import { m } from '../../i18n/paraglide/messages.js';
import type { Shortcut, ShortcutId } from './shortcut-list.ts';

/** What a shortcut does. */
export function describeShortcut(id: ShortcutId): string {
  switch (id) {
    case 'help':
      return m.shortcut_help();
    case 'search':
      return m.shortcut_search();
    case 'new':
      return m.shortcut_new();
    case 'sidebar':
      return m.shortcut_sidebar();
    case 'composer':
      return m.shortcut_composer();
    case 'edit':
      return m.shortcut_edit();
    case 'delete':
      return m.shortcut_delete();
    case 'previous':
      return m.shortcut_previous();
    case 'next':
      return m.shortcut_next();
  }
}

const ARROWS: Readonly<Record<string, string>> = { arrowup: '↑', arrowdown: '↓' };

/** The keys of a shortcut as they stand on the keyboard. */
export function nameKeys(shortcut: Shortcut, isMac: boolean): readonly string[] {
  // a question mark is what it is, wherever it stands on the keyboard
  if (shortcut.key === '?') return ['?'];
  return [
    shortcut.control ? (isMac ? '⌘' : 'Ctrl') : '',
    shortcut.shift ? (isMac ? '⇧' : 'Shift') : '',
    shortcut.alt ? (isMac ? '⌥' : 'Alt') : '',
    ARROWS[shortcut.key] ?? shortcut.key.toUpperCase(),
  ].filter((key) => key !== '');
}
