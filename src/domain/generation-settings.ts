/** How a reply is written. What is null or empty is left to the model, whose own configuration then decides. */
export interface GenerationSettings {
  /** What the model is told before the conversation. */
  systemPrompt: string;
  /** 0 takes the likeliest token each time; higher values spread the choice. */
  temperature: number | null;
  /** Only the likeliest tokens that together reach this probability are chosen from. */
  topP: number | null;
  /** Above 1, what was written before becomes less likely. */
  repetitionPenalty: number | null;
  /** Above 0, a token becomes less likely each time that it is written. */
  frequencyPenalty: number | null;
  /** Above 0, a token that was written once becomes less likely. */
  presencePenalty: number | null;
  /** A reply ends after so many. */
  maxReplyTokens: number | null;
  /** The same seed, question and model write the same reply. */
  seed: number | null;
  /** A reply ends before it would write one of these. */
  stopWords: readonly string[];
  /** Whether a model that can think before it answers does so. */
  isThinking: boolean;
  /** The reply is JSON that fits this JSON Schema; null for free text. */
  jsonSchema: string | null;
}

/** What nobody has changed. */
export const USUAL_SETTINGS: GenerationSettings = {
  systemPrompt: '',
  temperature: null,
  topP: null,
  repetitionPenalty: null,
  frequencyPenalty: null,
  presencePenalty: null,
  maxReplyTokens: null,
  seed: null,
  stopWords: [],
  isThinking: false,
  jsonSchema: null,
};

/** The settings that are numbers. */
export type NumberSetting = {
  [Key in keyof GenerationSettings]: GenerationSettings[Key] extends number | null ? Key : never;
}[keyof GenerationSettings];

export interface NumberRange {
  min: number;
  max: number;
  step: number;
  /** Where a person starts who changes it. */
  usual: number;
}

/** What WebLLM 0.2.86 takes (`postInitAndCheckGenerationConfigValues`), narrowed to what makes sense to choose. */
export const NUMBER_RANGES: Readonly<Record<NumberSetting, NumberRange>> = {
  temperature: { min: 0, max: 2, step: 0.05, usual: 0.7 },
  topP: { min: 0.05, max: 1, step: 0.05, usual: 0.95 },
  repetitionPenalty: { min: 0.5, max: 2, step: 0.05, usual: 1 },
  frequencyPenalty: { min: -2, max: 2, step: 0.1, usual: 0 },
  presencePenalty: { min: -2, max: 2, step: 0.1, usual: 0 },
  maxReplyTokens: { min: 1, max: 32_768, step: 1, usual: 1_024 },
  seed: { min: 0, max: 2_147_483_647, step: 1, usual: 1 },
};

/** In characters and in number: more would only fill the context window. */
export const SETTINGS_LIMITS = {
  systemPromptLength: 20_000,
  stopWords: 8,
  stopWordLength: 100,
  jsonSchemaLength: 20_000,
} as const;

/** Settings with a name, to begin conversations with. */
export interface Persona {
  id: string;
  name: string;
  settings: GenerationSettings;
}

/** Settings of a conversation on top of those that all have. */
export function resolveSettings(
  defaults: GenerationSettings,
  own: Partial<GenerationSettings> | undefined,
): GenerationSettings {
  return { ...defaults, ...own };
}

/** What differs between settings and those that they would be without a choice. */
export function differingSettings(
  settings: GenerationSettings,
  defaults: GenerationSettings,
): Partial<GenerationSettings> {
  const keys = Object.keys(settings) as (keyof GenerationSettings)[];
  return Object.fromEntries(
    keys
      .filter((key) => JSON.stringify(settings[key]) !== JSON.stringify(defaults[key]))
      .map((key) => [key, settings[key]]),
  );
}

/** A number as it may be used: within its range, and whole where only whole ones make sense. */
export function clampSetting(setting: NumberSetting, value: number): number {
  const { min, max, step } = NUMBER_RANGES[setting];
  const within = Math.min(max, Math.max(min, value));
  return step === 1 ? Math.round(within) : within;
}
