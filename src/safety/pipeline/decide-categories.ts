import { CATEGORIES, type Category, type Side } from '../classifier/heads.ts';
import type { Limits } from '../classifier/profile.ts';
import type { Classification } from '../classifier/safety-classifier.ts';
import { scoreGates } from '../classifier/scores.ts';
import type { Action } from '../policy/names.ts';
import type { Policy } from '../policy/policy.ts';

/** A category that the classifier found, and what the policy does about it. */
export interface CategoryFinding {
  category: Category;
  score: number;
  /** The limit that was reached: of acting, or else of watching. */
  threshold: number;
  /** `act`: the policy's action is due. `watch`: look closer. */
  severity: 'watch' | 'act';
  action: Action;
}

/** Holds a classified text against a policy. Acting findings come first, then higher scores. */
export function decideCategories(
  classification: Classification,
  policy: Policy,
  side: Side,
): readonly CategoryFinding[] {
  const direction = side === 'prompt' ? 'input' : 'output';
  return CATEGORIES.flatMap((category): CategoryFinding[] => {
    const { enabled, limits, action } = policy.categories[category][direction];
    if (!enabled || action === 'allow') return [];
    return measure(classification, policy.level, category, limits)
      .flatMap(({ score, warn, block }): CategoryFinding[] => {
        if (score >= block) return [{ category, score, threshold: block, severity: 'act', action }];
        if (score >= warn) return [{ category, score, threshold: warn, severity: 'watch', action }];
        return [];
      })
      .sort(byWeight)
      .slice(0, 1);
  }).sort(byWeight);
}

/** Scores of a category beside the limits that hold for them: one pair a gate, or one for limits of the policy's own. */
function measure(
  { heads, categories, limits: shipped }: Classification,
  level: Policy['level'],
  category: Category,
  limits: Policy['categories'][Category]['input']['limits'],
): readonly { score: number; warn: number; block: number }[] {
  if (limits !== 'level') return [{ score: categories[category], ...limits }];
  if (level === 'off') return [];
  return scoreGates(heads, category).map(({ gate, score }) => {
    const { watch, block }: Limits = shipped[level][gate];
    return { score, warn: watch, block };
  });
}

function byWeight(a: CategoryFinding, b: CategoryFinding): number {
  return Number(b.severity === 'act') - Number(a.severity === 'act') || b.score - a.score;
}
