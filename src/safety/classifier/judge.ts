import type { Language, Level } from './heads.ts';
import { GATES, type ClassifierProfile, type Gate } from './profile.ts';
import type { HeadScores } from './scores.ts';

/** `watch`: the reply is looked at more closely; `block`: the text does not pass. */
export type Finding = 'allow' | 'watch' | 'block';

export interface GateFinding {
  gate: Gate;
  finding: 'watch' | 'block';
  score: number;
  threshold: number;
}

export interface Judgement {
  finding: Finding;
  /** What decided, the most severe first; empty when the text is allowed. */
  reasons: readonly GateFinding[];
}

/** Advice that belongs to a professional is a matter of domain packs: no level acts on it by itself. */
const ALWAYS: readonly Gate[] = GATES.filter((gate) => gate !== 'specialised_advice');

/** Holds scores against the shipped thresholds of a level. */
export function judge(
  heads: HeadScores,
  language: Language,
  level: Level,
  profile: ClassifierProfile,
): Judgement {
  const reasons = ALWAYS.flatMap((gate): GateFinding[] => {
    const { watch, block } = profile.thresholds[level][gate][language];
    const score = heads[gate];
    if (score >= block) return [{ gate, finding: 'block', score, threshold: block }];
    if (score >= watch) return [{ gate, finding: 'watch', score, threshold: watch }];
    return [];
  }).sort((a, b) => rank(b) - rank(a) || b.score - a.score);
  return { finding: reasons[0]?.finding ?? 'allow', reasons };
}

const rank = ({ finding }: GateFinding): number => (finding === 'block' ? 1 : 0);
