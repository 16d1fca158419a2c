import type { PreferenceKey, Preferences } from '../storage/preferences.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface SettingsOptions<Language extends string> {
  preferences: Preferences;
  languages: readonly Language[];
  fallbackLanguage: Language;
  /** BCP 47 tags, most wanted first: what the browser says. */
  browserLanguages: readonly string[];
  /** From the address (`?lang=`): wins, but is not remembered. */
  requestedLanguage: string | null;
}

/** Language and theme. */
export class Settings<Language extends string = string> {
  readonly languages: readonly Language[];
  readonly #preferences: Preferences;
  #language: Language;
  #theme = $state<Theme>('system');

  constructor(options: SettingsOptions<Language>) {
    this.languages = options.languages;
    this.#preferences = options.preferences;
    this.#language = $state(chooseLanguage(options));
    const theme = THEMES.find((known) => known === options.preferences.read('theme'));
    if (theme) this.#theme = theme;
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
