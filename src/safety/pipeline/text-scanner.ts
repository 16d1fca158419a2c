import { err, ok, type Result } from '../../domain/result.ts';
import type { Category, Side } from '../classifier/heads.ts';
import { crisisRules } from '../crisis/crisis-rules.ts';
import { ENTITIES, type Entity } from '../personal-data/entities.ts';
import { findPersonalData } from '../personal-data/find-personal-data.ts';
import { findOpenEnd } from '../personal-data/open-end.ts';
import type { Action } from '../policy/names.ts';
import type { Policy } from '../policy/policy.ts';
import type { Span } from '../rules/matcher.ts';
import { isCovered, RuleSet, type RuleProblem } from '../rules/rule-set.ts';
import type { Cause } from './decision.ts';

/** A part of a text that a rule or a detector of personal data found; UTF-16 offsets. */
export interface Hit extends Span {
  action: Exclude<Action, 'allow'>;
  found:
    | { type: 'rule'; ruleId: string; category?: Category | undefined }
    | { type: 'personal-data'; entity: Entity; value: string };
}

/** Rules and personal data of one policy in one direction. Needs no classifier: microseconds a sentence. */
export class TextScanner {
  readonly #rules: RuleSet;
  readonly #actions: ReadonlyMap<Entity, Action>;
  readonly #decode: boolean;

  private constructor(rules: RuleSet, actions: ReadonlyMap<Entity, Action>, decode: boolean) {
    this.#rules = rules;
    this.#actions = actions;
    this.#decode = decode;
  }

  /** Prepares the rules, or says which of their patterns cannot be used. */
  static create(policy: Policy, side: Side): Result<TextScanner, RuleProblem> {
    const direction = side === 'prompt' ? 'input' : 'output';
    const rules = RuleSet.compile(withCrisisRules(policy, side), direction);
    if (!rules.ok) return err(rules.error);
    const actions = ENTITIES.map(
      (entity) => [entity, policy.personalData.entities[entity][direction]] as const,
    ).filter(([, action]) => action !== 'allow');
    return ok(new TextScanner(rules.value, new Map(actions), policy.personalData.decode));
  }

  /** All hits in order of their starts; what the allow-list covers is none. They may overlap. */
  find(text: string): readonly Hit[] {
    const hits: Hit[] = [];
    for (const { start, end, ruleId, action, category } of this.#rules.find(text)) {
      if (action === 'allow') continue;
      hits.push({ start, end, action, found: { type: 'rule', ruleId, category } });
    }
    if (this.#actions.size > 0) {
      const allowed = this.#rules.findAllowed(text);
      const entities = new Set(this.#actions.keys());
      for (const span of findPersonalData(text, { entities, decode: this.#decode })) {
        const { start, end, entity, value } = span;
        const action = this.#actions.get(entity) ?? 'allow';
        if (action === 'allow' || isCovered(span, allowed)) continue;
        hits.push({ start, end, action, found: { type: 'personal-data', entity, value } });
      }
    }
    return hits.sort((a, b) => a.start - b.start || b.end - a.end);
  }

  /** From where on a hit may be unfinished as long as more text may follow; the text's length if nowhere. */
  findOpenEnd(text: string): number {
    const entities = new Set(this.#actions.keys());
    const openData = entities.size > 0 ? findOpenEnd(text, entities) : text.length;
    return Math.min(this.#rules.findOpenEnd(text), openData);
  }
}

/** A cry for help is looked for in questions only: a reply may speak of one. */
function withCrisisRules({ rules, crisis }: Policy, side: Side): Policy['rules'] {
  if (side === 'response' || crisis === 'allow') return rules;
  return { ...rules, input: [...crisisRules(crisis), ...rules.input] };
}

/** What several hits have in common as causes: one a rule, one a kind of personal data. */
export function toCauses(hits: readonly Hit[]): readonly { action: Hit['action']; cause: Cause }[] {
  const causes = new Map<string, { action: Hit['action']; cause: Cause }>();
  for (const { action, found } of hits) {
    switch (found.type) {
      case 'rule':
        causes.set(`rule ${found.ruleId}`, {
          action,
          cause: found,
        });
        break;
      case 'personal-data': {
        const key = `data ${found.entity}`;
        const known = causes.get(key)?.cause;
        const count = (known?.type === 'personal-data' ? known.count : 0) + 1;
        causes.set(key, { action, cause: { type: 'personal-data', entity: found.entity, count } });
        break;
      }
    }
  }
  return [...causes.values()];
}
