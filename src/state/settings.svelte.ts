import type { PreferenceKey, Preferences } from '../storage/preferences.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** How replies are shown: as the Markdown that they are, or with every sign as the model wrote it. */
export const REPLY_FORMATS = ['formatted', 'plain'] as const;
export type ReplyFormat = (typeof REPLY_FORMATS)[number];

/** What sends a message: Enter, with Shift+Enter for a new line, or Ctrl+Enter (on a Mac ⌘+Enter) with Enter for one. */
export const SEND_KEYS = ['enter', 'ctrl-enter'] as const;
export type SendKey = (typeof SEND_KEYS)[number];

export interface SettingsOptions<Language extends string> {
  preferences: Preferences;
  languages: readonly Language[];
  fallbackLanguage: Language;
  /** BCP 47 tags, most wanted first: what the browser says. */
  browserLanguages: readonly string[];
  /** From the address (`?lang=`): wins, but is not remembered. */
  requestedLanguage: string | null;
}

/** Language, theme, how replies are shown and what sends a message. */
export class Settings<Language extends string = string> {
  readonly languages: readonly Language[];
  readonly #preferences: Preferences;
  #language: Language;
  #theme = $state<Theme>('system');
  #replyFormat = $state<ReplyFormat>('formatted');
  #sendKey = $state<SendKey>('enter');

  constructor(options: SettingsOptions<Language>) {
    this.languages = options.languages;
    this.#preferences = options.preferences;
    this.#language = $state(chooseLanguage(options));
    const theme = THEMES.find((known) => known === options.preferences.read('theme'));
    if (theme) this.#theme = theme;
    const format = REPLY_FORMATS.find(
      (known) => known === options.preferences.read('reply-format'),
    );
    if (format) this.#replyFormat = format;
    const key = SEND_KEYS.find((known) => known === options.preferences.read('send-key'));
    if (key) this.#sendKey = key;
  }

  get language(): Language {
    return this.#language;
  }

  set language(language: Language) {
    this.#language = language;
    this.#preferences.write('language', language);
  }

  get theme(): Theme {
    return this.#theme;
  }

  set theme(theme: Theme) {
    this.#theme = theme;
    this.#preferences.write('theme', theme);
  }

  get replyFormat(): ReplyFormat {
    return this.#replyFormat;
  }

  set replyFormat(format: ReplyFormat) {
    this.#replyFormat = format;
    this.#preferences.write('reply-format', format);
  }

  get sendKey(): SendKey {
    return this.#sendKey;
  }

  set sendKey(key: SendKey) {
    this.#sendKey = key;
    this.#preferences.write('send-key', key);
  }

  /** What was typed but not sent. `conversationId` is null for a conversation that does not exist yet. */
  readDraft(conversationId: string | null): string {
    return this.#preferences.read(draftKey(conversationId)) ?? '';
  }

  writeDraft(conversationId: string | null, text: string): void {
    this.#preferences.write(draftKey(conversationId), text);
  }
}

function draftKey(conversationId: string | null): PreferenceKey {
  return `draft:${conversationId ?? 'new'}`;
}

function chooseLanguage<Language extends string>(options: SettingsOptions<Language>): Language {
  const wanted = [
    options.requestedLanguage,
    options.preferences.read('language'),
    ...options.browserLanguages,
  ];
  for (const tag of wanted) {
    const primary = tag?.split('-', 1)[0]?.toLowerCase();
    const known = options.languages.find((language) => language === primary);
    if (known !== undefined) return known;
  }
  return options.fallbackLanguage;
}
