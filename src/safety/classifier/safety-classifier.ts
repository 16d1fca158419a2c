import { normalise } from '../normalise/normalise.ts';
import { detectLanguage } from './detect-language.ts';
import { LEVELS, type Language, type Level, type Side } from './heads.ts';
import { judge, type Judgement } from './judge.ts';
import { LeastRecentlyUsed } from './least-recently-used.ts';
import { GATES, type ClassifierProfile, type Gate, type Limits } from './profile.ts';
import { calibrate, scoreCategories, type CategoryScores, type HeadScores } from './scores.ts';
import type { TextEncoder } from './text-encoder.ts';
import { cutWindows } from './windows.ts';

/** Runs the model on one framed window of token ids; resolves with one logit a head. */
export type RunModel = (ids: readonly number[]) => Promise<Float32Array>;

/** The part of an `AbortSignal` that is needed here. */
export interface StopSignal {
  throwIfAborted(): void;
}

export interface ClassifyOptions {
  /** Stops between two windows; the promise then rejects with the signal's reason. */
  signal?: StopSignal;
}

/** What the classifier found in one text. */
export interface Classification {
  heads: HeadScores;
  categories: CategoryScores;
  /** What the shipped thresholds of each level make of it. */
  findings: Readonly<Record<Level, Judgement>>;
  /** Whose thresholds apply, by script. */
  language: Language;
  /** The shipped thresholds of that language. */
  limits: Readonly<Record<Level, Readonly<Record<Gate, Limits>>>>;
  /** How many windows were read. */
  windows: number;
}

/** About an hour of chat; an entry is well under a kilobyte. */
const REMEMBERED_TEXTS = 512;

/** Text in, scores out: everything between the two but the tokenizer and the runtime, which the caller brings. */
export class SafetyClassifier {
  readonly profile: ClassifierProfile;
  readonly #encoder: TextEncoder;
  readonly #run: RunModel;
  readonly #seen = new LeastRecentlyUsed<string, Classification>(REMEMBERED_TEXTS);

  constructor(encoder: TextEncoder, run: RunModel, profile: ClassifierProfile) {
    this.#encoder = encoder;
    this.#run = run;
    this.profile = profile;
  }

  /**
   * Scores one text of any length. Windows are run one at a time: the int8 model chooses its ranges over the whole input, so
   * a text judged in company would score a little differently than alone.
   */
  async classify(
    text: string,
    side: Side,
    { signal }: ClassifyOptions = {},
  ): Promise<Classification> {
    const normalised = normalise(text);
    const key = `${side}\n${normalised}`;
    const seen = this.#seen.get(key);
    if (seen) return seen;

    const ids = this.#encoder.encode(normalised);
    const language = detectLanguage(normalised);
    const windows = cutWindows(ids.length, this.#encoder.frameTokens(side));
    const logits: Float32Array[] = [];
    for (const [start, end] of windows) {
      signal?.throwIfAborted();
      logits.push(await this.#run(this.#encoder.frame(ids.slice(start, end), side)));
    }
    const heads = calibrate(logits, language, this.profile);
    const classification: Classification = {
      heads,
      categories: scoreCategories(heads),
      findings: this.#judge(heads, language),
      language,
      limits: this.#limitsOf(language),
      windows: windows.length,
    };
    this.#seen.set(key, classification);
    return classification;
  }

  #limitsOf(language: Language): Classification['limits'] {
    const entries = LEVELS.map((level) => {
      const gates = GATES.map((gate) => [gate, this.profile.thresholds[level][gate][language]]);
      return [level, Object.fromEntries(gates)] as const;
    });
    return Object.fromEntries(entries) as Classification['limits'];
  }

  #judge(heads: HeadScores, language: Language): Readonly<Record<Level, Judgement>> {
    const entries = LEVELS.map(
      (level) => [level, judge(heads, language, level, this.profile)] as const,
    );
    return Object.fromEntries(entries) as Record<Level, Judgement>;
  }
}
