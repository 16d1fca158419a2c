import type { Category, Entity, Policy } from '../../../safety/index.ts';
import type { Action } from '../../../safety/policy/names.ts';
import type { CategoryRule, DataAction, Match, Rule } from '../../../safety/policy/policy.ts';

/** A question or a reply. */
export const DIRECTIONS = ['input', 'output'] as const;
export type Direction = (typeof DIRECTIONS)[number];
/** The lists in which a rule may stand. */
export const RULE_LISTS = [...DIRECTIONS, 'allow'] as const;
export type RuleList = (typeof RULE_LISTS)[number];

/** What may be done about a category; `off` is not enabled. */
export type CategoryChoice = 'off' | Exclude<Action, 'allow'>;
const FOR_QUESTIONS: readonly CategoryChoice[] = ['off', 'log', 'warn', 'replace', 'block'];
const FOR_REPLIES: readonly CategoryChoice[] = ['off', 'log', 'warn', 'mask', 'replace', 'block'];
const FOR_MINORS: readonly CategoryChoice[] = ['replace', 'block'];

/** What may be chosen for a category: a question cannot be shown in part, and minors are always protected. */
export function choicesFor(category: Category, direction: Direction): readonly CategoryChoice[] {
  if (category === 'minors') return FOR_MINORS;
  return direction === 'input' ? FOR_QUESTIONS : FOR_REPLIES;
}

export function toChoice({ enabled, action }: CategoryRule): CategoryChoice {
  return enabled && action !== 'allow' ? action : 'off';
}

/** The part of the acting limit from which a text is watched, as the packs that ship have it for careful domains. */
const WATCHED_SHARE = 0.6;

/** Limits of a policy from the one number that a person writes; without a number, those of the level. */
export function toLimits(block: number | null): CategoryRule['limits'] {
  if (block === null) return 'level';
  return { warn: Math.round(block * WATCHED_SHARE * 1_000) / 1_000, block };
}

/** The policy with another action for a category. What does not fit is found when the policy is checked. */
export function chooseForCategory(
  policy: Policy,
  category: Category,
  direction: Direction,
  choice: CategoryChoice,
): Policy {
  return editCategory(policy, category, direction, (rule) =>
    choice === 'off' ? { ...rule, enabled: false } : { ...rule, enabled: true, action: choice },
  );
}

/** The policy with another limit for a category. */
export function limitCategory(
  policy: Policy,
  category: Category,
  direction: Direction,
  block: number | null,
): Policy {
  return editCategory(policy, category, direction, (rule) => ({
    ...rule,
    limits: toLimits(block),
  }));
}

function editCategory(
  policy: Policy,
  category: Category,
  direction: Direction,
  edit: (rule: CategoryRule) => CategoryRule,
): Policy {
  const { [category]: rules, ...others } = policy.categories;
  const edited = { ...rules, [direction]: edit(rules[direction]) };
  return {
    ...policy,
    categories: { ...others, [category]: edited } as Policy['categories'],
  };
}

/** The policy with another action for a kind of personal data. */
export function chooseForEntity(
  policy: Policy,
  entity: Entity,
  direction: Direction,
  action: DataAction,
): Policy {
  const { entities } = policy.personalData;
  const edited = { ...entities[entity], [direction]: action };
  return {
    ...policy,
    personalData: { ...policy.personalData, entities: { ...entities, [entity]: edited } },
  };
}

/** The policy with one more rule, or one more entry of the allow-list, for which the action means nothing. */
export function addRule(policy: Policy, list: RuleList, match: Match, action: Action): Policy {
  const { rules } = policy;
  if (list === 'allow') return withRules(policy, { allow: [...rules.allow, match] });
  const rule: Rule = { id: nextId(rules), match, action };
  return withRules(policy, { [list]: [...rules[list], rule] });
}

/** The policy with another action for a rule. */
export function chooseForRule(
  policy: Policy,
  direction: Direction,
  id: string,
  action: Action,
): Policy {
  const edited = policy.rules[direction].map((rule) =>
    rule.id === id ? { ...rule, action } : rule,
  );
  return withRules(policy, { [direction]: edited });
}

/** The policy without the entry at a place of a list. */
export function removeRule(policy: Policy, list: RuleList, place: number): Policy {
  return withRules(policy, { [list]: policy.rules[list].filter((_entry, at) => at !== place) });
}

function withRules(policy: Policy, rules: Partial<Policy['rules']>): Policy {
  return { ...policy, rules: { ...policy.rules, ...rules } };
}

/** Not made of the rule's words: names stand in the audit log, which holds no text. */
function nextId({ input, output }: Policy['rules']): string {
  const taken = new Set([...input, ...output].map(({ id }) => id));
  let number = 1;
  while (taken.has(`own-${number}`)) number += 1;
  return `own-${number}`;
}

/** The lines of a text, each once, without empty ones. */
export function toLines(text: string): readonly string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
}
