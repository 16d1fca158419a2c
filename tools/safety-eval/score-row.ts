import type {
  CategoryScores,
  Finding,
  GateFinding,
  HeadScores,
  Language,
  Level,
  SafetyClassifier,
  Side,
} from '../../src/safety/index.ts';

export interface InputRow {
  text: string;
  side: Side;
}

/** What is added to a row. */
export interface ScoredColumns {
  scores: CategoryScores;
  verdict: Finding;
  reasons: readonly string[];
  /** The text as the reader would get it. */
  masked: string;
  language: Language;
  heads: HeadScores;
  /** Probability that a reply declines; only for responses. From 0.5 the app takes it for a refusal. */
  refusal?: number;
}

export type PolicyName = 'off' | Level;

/** Scores one row as the app would at this policy. */
export async function scoreRow(
  classifier: SafetyClassifier,
  { text, side }: InputRow,
  policy: PolicyName,
): Promise<ScoredColumns> {
  const { categories, findings, heads, language } = await classifier.classify(text, side);
  const judged = policy === 'off' ? null : findings[policy];
  return {
    scores: categories,
    verdict: judged?.finding ?? 'allow',
    reasons: judged?.reasons.map(describe) ?? [],
    masked: text,
    language,
    heads,
    ...(side === 'response' ? { refusal: heads.refusal } : {}),
  };
}

function describe({ gate, finding, score, threshold }: GateFinding): string {
  return `${gate}: ${finding}, ${score.toFixed(3)} of ${threshold.toFixed(3)}`;
}
