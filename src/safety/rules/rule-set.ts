import { err, ok, type Result } from '../../domain/result.ts';
import type { Category } from '../classifier/heads.ts';
import type { Action } from '../policy/names.ts';
import type { Match, Policy, Rule } from '../policy/policy.ts';
import { compileMatch, toForms, type Matcher, type Span } from './matcher.ts';
import { findWordTail } from './word-tail.ts';

/** Where a rule matched, in UTF-16 offsets of the text as it was given. */
export interface RuleHit extends Span {
  ruleId: string;
  action: Action;
  category?: Category | undefined;
}

type CompiledRule = Omit<Rule, 'match'> & { matcher: Matcher };

/** A pattern that cannot be used, by its place in the policy. */
export interface RuleProblem {
  path: string;
  detail: string;
}

/** The rules of one direction, ready to use. */
export class RuleSet {
  readonly #rules: readonly CompiledRule[];
  readonly #allowed: readonly Matcher[];

  private constructor(rules: readonly CompiledRule[], allowed: readonly Matcher[]) {
    this.#rules = rules;
    this.#allowed = allowed;
  }

  static compile(policy: Policy['rules'], side: 'input' | 'output'): Result<RuleSet, RuleProblem> {
    const rules = [];
    for (const [at, { match, ...rule }] of policy[side].entries()) {
      const matcher = compileMatch(match);
      if (!matcher.ok) return err({ path: `rules.${side}.${at}.match`, detail: matcher.error });
      rules.push({ ...rule, matcher: matcher.value });
    }
    const allowed = compileAll(policy.allow);
    return allowed.ok ? ok(new RuleSet(rules, allowed.value)) : allowed;
  }

  /** Every match that no allow-list covers, in order, each once. */
  find(text: string): readonly RuleHit[] {
    if (this.#rules.length === 0) return [];
    const forms = toForms(text);
    const allowed = this.#allowed.flatMap((matcher) => matcher.find(forms));
    const hits = new Map<string, RuleHit>();
    for (const { id, action, category, matcher } of this.#rules) {
      for (const span of matcher.find(forms)) {
        if (isCovered(span, allowed)) continue;
        hits.set(`${id} ${span.start} ${span.end}`, { ruleId: id, action, category, ...span });
      }
    }
    return [...hits.values()].sort((a, b) => a.start - b.start || b.end - a.end);
  }

  /** The parts of a text that its allow-list covers. */
  findAllowed(text: string): readonly Span[] {
    if (this.#allowed.length === 0) return [];
    const forms = toForms(text);
    return this.#allowed.flatMap((matcher) => matcher.find(forms));
  }

  /** From where on a match, or a word that a match may need, is unfinished as long as more text may follow. */
  findOpenEnd(text: string): number {
    const matchers = [...this.#rules.map(({ matcher }) => matcher), ...this.#allowed];
    if (matchers.length === 0) return text.length;
    const forms = toForms(text);
    const { visible } = forms;
    const open = Math.min(...matchers.map((matcher) => matcher.findOpenEnd(forms)));
    // what the forms leave out at the very end, white space for one, is not open
    const end = open >= visible.endOf(visible.text.trimEnd().length) ? text.length : open;
    return Math.min(visible.startOf(findWordTail(visible.text)), end);
  }
}

function compileAll(matches: readonly Match[]): Result<readonly Matcher[], RuleProblem> {
  const compiled: Matcher[] = [];
  for (const [at, match] of matches.entries()) {
    const matcher = compileMatch(match);
    if (!matcher.ok) return err({ path: `rules.allow.${at}`, detail: matcher.error });
    compiled.push(matcher.value);
  }
  return ok(compiled);
}

/** Whether one of `spans` holds all of `span`. */
export function isCovered(span: Span, spans: readonly Span[]): boolean {
  return spans.some(({ start, end }) => start <= span.start && span.end <= end);
}
