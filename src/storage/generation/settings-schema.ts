import * as v from 'valibot';
import {
  NUMBER_RANGES,
  SETTINGS_LIMITS,
  USUAL_SETTINGS,
  type GenerationSettings,
  type NumberSetting,
  type Persona,
} from '../../domain/generation-settings.ts';

function chosenNumber(setting: NumberSetting) {
  const { min, max, step } = NUMBER_RANGES[setting];
  const whole = v.check((value: number) => step !== 1 || Number.isSafeInteger(value));
  return v.exactOptional(v.nullable(v.pipe(v.number(), v.minValue(min), v.maxValue(max), whole)));
}

const { systemPromptLength, stopWords, stopWordLength, jsonSchemaLength } = SETTINGS_LIMITS;

/** What differs from the usual, as it is stored beside a conversation, in a persona and as everybody's default. */
export const settingsSchema = v.object({
  systemPrompt: v.exactOptional(v.pipe(v.string(), v.maxLength(systemPromptLength))),
  temperature: chosenNumber('temperature'),
  topP: chosenNumber('topP'),
  repetitionPenalty: chosenNumber('repetitionPenalty'),
  frequencyPenalty: chosenNumber('frequencyPenalty'),
  presencePenalty: chosenNumber('presencePenalty'),
  maxReplyTokens: chosenNumber('maxReplyTokens'),
  seed: chosenNumber('seed'),
  stopWords: v.exactOptional(
    v.pipe(
      v.array(v.pipe(v.string(), v.nonEmpty(), v.maxLength(stopWordLength))),
      v.maxLength(stopWords),
    ),
  ),
  isThinking: v.exactOptional(v.boolean()),
  jsonSchema: v.exactOptional(v.nullable(v.pipe(v.string(), v.maxLength(jsonSchemaLength)))),
}) satisfies v.GenericSchema<Partial<GenerationSettings>>;

/** How one reply was asked for. */
export const samplingSchema = v.pick(settingsSchema, [
  'temperature',
  'topP',
  'repetitionPenalty',
  'frequencyPenalty',
  'presencePenalty',
  'maxReplyTokens',
  'seed',
  'jsonSchema',
]);

const personaSchema = v.object({
  id: v.pipe(v.string(), v.nonEmpty(), v.maxLength(100)),
  name: v.pipe(v.string(), v.nonEmpty(), v.maxLength(100)),
  settings: settingsSchema,
});

/** Settings as they were stored, or the usual ones where they cannot be read. */
export function readSettings(stored: string | null): GenerationSettings {
  const read = v.safeParse(settingsSchema, readJson(stored));
  return read.success ? { ...USUAL_SETTINGS, ...read.output } : USUAL_SETTINGS;
}

/** Personas as they were stored; one that cannot be read is left out. */
export function readPersonas(stored: string | null): readonly Persona[] {
  const listed = readJson(stored);
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((entry: unknown) => {
    const read = v.safeParse(personaSchema, entry);
    if (!read.success) return [];
    return [{ ...read.output, settings: { ...USUAL_SETTINGS, ...read.output.settings } }];
  });
}

function readJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
