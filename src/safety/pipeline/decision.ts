import type { Category, Side } from '../classifier/heads.ts';
import type { Entity } from '../personal-data/entities.ts';
import type { Action } from '../policy/names.ts';

/** Why the layer did something. Scores and thresholds are probabilities. */
export type Cause =
  | { type: 'category'; category: Category; score: number; threshold: number }
  | { type: 'rule'; ruleId: string; category?: Category | undefined }
  | { type: 'personal-data'; entity: Entity; count: number }
  /** Nothing could be judged: what is not judged is not shown. */
  | { type: 'classifier-unavailable' };

/** One thing that was found and what the policy does about it. */
export interface Decision {
  side: Side;
  action: Exclude<Action, 'allow'>;
  cause: Cause;
}

/** How far an action goes, from nothing to everything: the furthest of several is taken. */
const RANKS: Readonly<Record<Action, number>> = {
  allow: 0,
  log: 1,
  warn: 2,
  mask: 3,
  replace: 4,
  block: 5,
};

/** The decision that goes furthest, the first of several alike; null without any. */
export function strongest(decisions: readonly Decision[]): Decision | null {
  return decisions.reduce<Decision | null>(
    (best, decision) =>
      best === null || RANKS[decision.action] > RANKS[best.action] ? decision : best,
    null,
  );
}

/** Whether an action ends a text instead of changing it. */
export function isFinal(action: Action): action is 'replace' | 'block' {
  return action === 'replace' || action === 'block';
}

/**
 * Adds a decision to a list that names every cause once: a category found again keeps its highest score, personal data are
 * counted together.
 */
export function addDecision(decisions: Decision[], added: Decision): void {
  const at = decisions.findIndex(
    ({ side, action, cause }) =>
      side === added.side && action === added.action && nameOf(cause) === nameOf(added.cause),
  );
  const known = decisions[at];
  if (known) decisions[at] = { ...known, cause: combine(known.cause, added.cause) };
  else decisions.push(added);
}

function nameOf(cause: Cause): string {
  switch (cause.type) {
    case 'category':
      return `category ${cause.category}`;
    case 'rule':
      return `rule ${cause.ruleId}`;
    case 'personal-data':
      return `data ${cause.entity}`;
    case 'classifier-unavailable':
      return 'classifier';
  }
}

function combine(known: Cause, added: Cause): Cause {
  if (known.type === 'category' && added.type === 'category') {
    return added.score > known.score ? added : known;
  }
  if (known.type === 'personal-data' && added.type === 'personal-data') {
    return { ...known, count: known.count + added.count };
  }
  return known;
}
