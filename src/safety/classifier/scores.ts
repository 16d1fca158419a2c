import { CATEGORIES, HEADS, type Category, type Head, type Language } from './heads.ts';
import { GATES, type ClassifierProfile, type Gate } from './profile.ts';

/** One probability a head. */
export type HeadScores = Readonly<Record<Head, number>>;

/** One score a category, 0 to 1: how sure the classifier is that the text is harmful and that this is the reason. */
export type CategoryScores = Readonly<Record<Category, number>>;

const TOXIC: ReadonlySet<Category> = new Set<Category>(['hate', 'harassment_profanity']);
const APART: ReadonlySet<Category> = new Set<Category>(['specialised_advice', 'prompt_attack']);

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

/**
 * Decided by one head, named by the others. Twelve heads whose highest value decides would each add their own false
 * positives; so `harmful` (or `toxic`, for insults and hate) says how much, and the categories share it by their own
 * probabilities: the most likely category gets all of it. Advice and attacks on the assistant stand by themselves.
 */
export function scoreCategories(heads: HeadScores): CategoryScores {
  const named = CATEGORIES.filter((category) => !APART.has(category));
  const highest = Math.max(...named.map((category) => heads[category]));
  const entries = CATEGORIES.map((category) => {
    if (APART.has(category)) return [category, heads[category]] as const;
    const share = heads[category] / highest;
    const gate = TOXIC.has(category) ? Math.max(heads.harmful, heads.toxic) : heads.harmful;
    return [category, gate * share] as const;
  });
  return Object.fromEntries(entries) as Record<Category, number>;
}
