import type { PreferenceKey, Preferences } from '../storage/preferences.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** How large text is, beside what the browser is set to. */
export const TEXT_SIZES = ['small', 'normal', 'large', 'largest'] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

/** Whether anything on screen moves: as the system asks for, or never. */
export const MOTIONS = ['system', 'reduced'] as const;
export type Motion = (typeof MOTIONS)[number];

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

/** Language, how everything looks, how replies are shown and what sends a message. */
export class Settings<Language extends string = string> {
  readonly languages: readonly Language[];
  readonly #preferences: Preferences;
  #language: Language;
  #theme: Theme;
  #textSize: TextSize;
  #motion: Motion;
  #replyFormat: ReplyFormat;
  #sendKey: SendKey;

  constructor(options: SettingsOptions<Language>) {
    const { languages, preferences } = options;
    this.languages = languages;
    this.#preferences = preferences;
    this.#language = $state(chooseLanguage(options));
    this.#theme = $state(readChoice(preferences, 'theme', THEMES, 'system'));
    this.#textSize = $state(readChoice(preferences, 'text-size', TEXT_SIZES, 'normal'));
    this.#motion = $state(readChoice(preferences, 'motion', MOTIONS, 'system'));
    this.#replyFormat = $state(readChoice(preferences, 'reply-format', REPLY_FORMATS, 'formatted'));
    this.#sendKey = $state(readChoice(preferences, 'send-key', SEND_KEYS, 'enter'));
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

  get textSize(): TextSize {
    return this.#textSize;
  }

  set textSize(size: TextSize) {
    this.#textSize = size;
    this.#preferences.write('text-size', size);
  }

  get motion(): Motion {
    return this.#motion;
  }

  set motion(motion: Motion) {
    this.#motion = motion;
    this.#preferences.write('motion', motion);
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

/** What was chosen before, if it is still one of the choices. */
function readChoice<Choice extends string>(
  preferences: Preferences,
  key: PreferenceKey,
  choices: readonly Choice[],
  usual: Choice,
): Choice {
  const stored = preferences.read(key);
  return choices.find((choice) => choice === stored) ?? usual;
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
