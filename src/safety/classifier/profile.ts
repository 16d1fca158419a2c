import * as v from 'valibot';
import { HEADS, LANGUAGES, LEVELS } from './heads.ts';

const perLanguage = <T extends v.GenericSchema>(schema: T) =>
  v.object(v.entriesFromList(LANGUAGES, schema));

const limitsSchema = v.object({ watch: v.number(), block: v.number() });
/** Probabilities from which a text is watched and from which it is blocked. */
export type Limits = v.InferOutput<typeof limitsSchema>;

/** Heads that decide, each with thresholds of its own; the other categories only name what `harmful` or `toxic` found. */
export const GATES = ['harmful', 'toxic', 'prompt_attack', 'specialised_advice'] as const;

export type Gate = (typeof GATES)[number];

/** Probability of the head `refusal` from which a reply counts as one: its calibration puts the best F1 there. */
export const REFUSAL_THRESHOLD = 0.5;

const profileSchema = v.object({
  schemaVersion: v.literal(1),
  /** Changes with every training run; part of every key under which a verdict is kept. */
  version: v.string(),
  heads: v.pipe(
    v.array(v.string()),
    v.check((heads) => heads.join() === HEADS.join(), 'the heads are not those of this release'),
  ),
  /**
   * Probability = sigmoid(slope * logit + bias), for each head and language. Slopes are fitted on held-out text; the bias of a
   * gate puts 0.5 where level `standard` begins to act, in every language.
   */
  calibration: v.object(
    v.entriesFromList(HEADS, perLanguage(v.object({ slope: v.number(), bias: v.number() }))),
  ),
  /** Logits that are taken off a gate's highest window when a text was read in several. */
  longShift: v.object(v.entriesFromList(GATES, perLanguage(v.number()))),
  /** Probabilities from which a text is watched or blocked, by level, gate and language. */
  thresholds: v.object(
    v.entriesFromList(LEVELS, v.object(v.entriesFromList(GATES, perLanguage(limitsSchema)))),
  ),
});

/** What belongs to one trained model besides its weights: calibration and shipped thresholds. */
export type ClassifierProfile = v.InferOutput<typeof profileSchema>;

/** Reads `classifier.json`; throws a `ValiError` that names the first wrong place. */
export function parseProfile(text: string): ClassifierProfile {
  return v.parse(profileSchema, JSON.parse(text));
}
