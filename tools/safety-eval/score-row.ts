import {
  shippedPolicy,
  Placeholders,
  TextScanner,
  type CategoryScores,
  type Finding,
  type GateFinding,
  type HeadScores,
  type Language,
  type SafetyClassifier,
  type Side,
  type Strength,
} from '../../src/safety/index.ts';
import { maskBetween, toMaskSpans } from '../../src/safety/pipeline/mask.ts';

export interface InputRow {
  text: string;
  side: Side;
}

/** What is added to a row. */
export interface ScoredColumns {
  scores: CategoryScores;
  verdict: Finding | 'mask';
  reasons: readonly string[];
  /** The text with personal data replaced by placeholders, as the policy wants it. */
  masked: string;
  language: Language;
  heads: HeadScores;
  /** Probability that a reply declines; only for responses. From 0.5 the app takes it for a refusal. */
  refusal?: number;
}

/** Scores one row as the app would at this level, in the general domain. */
export async function scoreRow(
  classifier: SafetyClassifier,
  { text, side }: InputRow,
  level: Strength,
): Promise<ScoredColumns> {
  const { categories, findings, heads, language } = await classifier.classify(text, side);
  const judged = level === 'off' ? null : findings[level];
  const masked = level === 'off' ? text : mask(text, side, level);
  const finding = judged?.finding ?? 'allow';
  return {
    scores: categories,
    verdict: finding !== 'block' && masked !== text ? 'mask' : finding,
    reasons: judged?.reasons.map(describe) ?? [],
    masked,
    language,
    heads,
    ...(side === 'response' ? { refusal: heads.refusal } : {}),
  };
}

const scanners = new Map<string, TextScanner>();

function mask(text: string, side: Side, level: Strength): string {
  const key = `${side} ${level}`;
  let scanner = scanners.get(key);
  if (!scanner) {
    const made = TextScanner.create(shippedPolicy(level, 'general'), side);
    if (!made.ok) throw new Error(made.error.detail);
    scanner = made.value;
    scanners.set(key, scanner);
  }
  const placeholders = new Placeholders();
  placeholders.reserve(text);
  return maskBetween(text, 0, text.length, toMaskSpans(scanner.find(text)), placeholders);
}

function describe({ gate, finding, score, threshold }: GateFinding): string {
  return `${gate}: ${finding}, ${score.toFixed(3)} of ${threshold.toFixed(3)}`;
}
