import { CATEGORIES, HEADS, type Category, type Head, type Language } from './heads.ts';
import { GATES, type ClassifierProfile, type Gate } from './profile.ts';

/** One probability a head. */
export type HeadScores = Readonly<Record<Head, number>>;

/** One score a category, 0 to 1: how sure the classifier is that the text is harmful and that this is the reason. */
export type CategoryScores = Readonly<Record<Category, number>>;

const TOXIC: readonly Category[] = ['hate', 'harassment_profanity'];
const APART: readonly Category[] = ['specialised_advice', 'prompt_attack'];
const NAMED = CATEGORIES.filter((category) => !APART.includes(category));

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * Calibrated probabilities of one text, from the logits of its windows, each in the order of `HEADS`. The highest window
 * counts; of several, the highest is higher by chance alone, so a gate then takes the profile's shift off it.
 */
export function calibrate(
  windows: readonly Float32Array[],
  language: Language,
  profile: ClassifierProfile,
): HeadScores {
  const entries = HEADS.map((head, at) => {
    const { slope, bias } = profile.calibration[head][language];
    const highest = Math.max(...windows.map((logits) => logits[at] ?? 0));
    const shift = windows.length > 1 && isGate(head) ? profile.longShift[head][language] : 0;
    return [head, sigmoid(slope * (highest - shift) + bias)] as const;
  });
  return Object.fromEntries(entries) as Record<Head, number>;
}

const isGate = (head: Head): head is Gate => (GATES as readonly string[]).includes(head);

/** One gate's word on one category. */
export interface GateScore {
  gate: Gate;
  score: number;
}

/**
 * Decided by one head, named by the others. Twelve heads whose highest value decides would each add their own false
 * positives; so `harmful` says how much, and the categories share it by their own probabilities: the most likely one gets
 * all of it. `toxic` does the same among insults and hate. Advice and attacks on the assistant stand by themselves.
 */
export function scoreGates(heads: HeadScores, category: Category): readonly GateScore[] {
  switch (category) {
    case 'specialised_advice':
    case 'prompt_attack':
      return [{ gate: category, score: heads[category] }];
    case 'hate':
    case 'harassment_profanity':
      return [
        { gate: 'harmful', score: heads.harmful * shareOf(heads, category, NAMED) },
        { gate: 'toxic', score: heads.toxic * shareOf(heads, category, TOXIC) },
      ];
    default:
      return [{ gate: 'harmful', score: heads.harmful * shareOf(heads, category, NAMED) }];
  }
}

/** The highest score that a gate gives each category. */
export function scoreCategories(heads: HeadScores): CategoryScores {
  const entries = CATEGORIES.map((category) => {
    const scores = scoreGates(heads, category).map(({ score }) => score);
    return [category, Math.max(...scores)] as const;
  });
  return Object.fromEntries(entries) as Record<Category, number>;
}

function shareOf(heads: HeadScores, category: Category, among: readonly Category[]): number {
  return heads[category] / Math.max(...among.map((other) => heads[other]));
}
