import { describe, expect, test } from 'vitest';
import { Settings } from '../../src/state/settings.svelte.ts';
import type { PreferenceKey, Preferences } from '../../src/storage/preferences.ts';

function createSettings(options: { requested?: string; saved?: string; browser?: string[] }) {
  const values = new Map<PreferenceKey, string>(options.saved ? [['language', options.saved]] : []);
  const preferences: Preferences = {
    read: (key) => values.get(key) ?? null,
    write: (key, value) => void values.set(key, value),
  };
  const settings = new Settings({
    preferences,
    languages: ['en', 'ja', 'ko', 'zh'],
    fallbackLanguage: 'en',
    browserLanguages: options.browser ?? [],
    requestedLanguage: options.requested ?? null,
  });
  return { settings, values };
}

describe('the language', () => {
  test.each([
    ['the address wins', { requested: 'ko', saved: 'ja', browser: ['zh-CN'] }, 'ko'],
    ['then what was chosen', { saved: 'ja', browser: ['zh-CN'] }, 'ja'],
    ['then the browser’s first known one', { browser: ['fr-FR', 'zh-Hant-TW', 'ja'] }, 'zh'],
    ['then English', { browser: ['fr'] }, 'en'],
    ['an unknown request is ignored', { requested: 'xx', browser: ['ko-KR'] }, 'ko'],
  ])('%s', (_rule, options, language) => {
    expect(createSettings(options).settings.language).toBe(language);
  });

  test('is remembered only when the person chooses it', () => {
    const { settings, values } = createSettings({ requested: 'ko' });
    expect(values.has('language')).toBe(false);
    settings.language = 'ja';
    expect(values.get('language')).toBe('ja');
  });
});

test('replies are shown formatted until the person wants them as written, which is remembered', () => {
  const { settings, values } = createSettings({});
  expect(settings.replyFormat).toBe('formatted');
  settings.replyFormat = 'plain';
  expect(values.get('reply-format')).toBe('plain');
});

test('drafts are kept apart by conversation', () => {
  const { settings } = createSettings({});
  settings.writeDraft(null, 'new one');
  settings.writeDraft('c1', 'old one');
  expect([settings.readDraft(null), settings.readDraft('c1'), settings.readDraft('c2')]).toEqual([
    'new one',
    'old one',
    '',
  ]);
});
