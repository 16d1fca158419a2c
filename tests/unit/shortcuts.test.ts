import { describe, expect, test } from 'vitest';
import { findShortcut, SHORTCUTS } from '../../src/ui/shortcuts/shortcut-list.ts';
import { nameKeys } from '../../src/ui/shortcuts/shortcut-words.ts';

const press = (key: string, held: Partial<Parameters<typeof findShortcut>[0]> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  isComposing: false,
  ...held,
});

describe('keyboard shortcuts', () => {
  test('no two are pressed alike', () => {
    const pressed = SHORTCUTS.map((shortcut) => nameKeys(shortcut, false).join('+'));
    expect(new Set(pressed).size).toBe(SHORTCUTS.length);
  });

  test('each is found by its keys, with Control or Command, in upper or lower case', () => {
    for (const { id, key, control, shift, alt } of SHORTCUTS) {
      for (const held of ['ctrlKey', 'metaKey'] as const) {
        const keys = press(key.toUpperCase(), { [held]: control, shiftKey: shift, altKey: alt });
        expect(findShortcut(keys, false)).toBe(id);
      }
    }
  });

  test('a question mark that is typed is typed', () => {
    expect(findShortcut(press('?', { shiftKey: true }), true)).toBeNull();
    expect(findShortcut(press('?'), false)).toBe('help');
  });

  test('keys of an input method are none', () => {
    expect(findShortcut(press('k', { ctrlKey: true, isComposing: true }), true)).toBeNull();
  });

  test('other keys are left alone', () => {
    for (const keys of [
      press('k'),
      press('b', { ctrlKey: true, shiftKey: true }),
      press('Enter'),
    ]) {
      expect(findShortcut(keys, false)).toBeNull();
    }
  });
});
