import { err, ok, type Result } from '../../domain/result.ts';
import { mapVisible, mapWords } from '../normalise/mapped-text.ts';
import type { Action, Match, Policy } from '../policy/policy.ts';
import { compileMatch, toOriginal, type Matcher, type Span } from './matcher.ts';
import { findWordTail } from './word-tail.ts';

/** Where a rule matched, in UTF-16 offsets of the text as it was given. */
export interface RuleHit extends Span {
  ruleId: string;
  action: Action;
}

/** A pattern that cannot be used, by its place in the policy. */
export interface RuleProblem {
  path: string;
  detail: string;
}

/** The rules of one direction, ready to use. */
export class RuleSet {
  readonly #rules: readonly { id: string; action: Action; matcher: Matcher }[];
  readonly #allowed: readonly Matcher[];

  private constructor(
    rules: readonly { id: string; action: Action; matcher: Matcher }[],
    allowed: readonly Matcher[],
  ) {
    this.#rules = rules;
    this.#allowed = allowed;
  }

  static compile(policy: Policy['rules'], side: 'input' | 'output'): Result<RuleSet, RuleProblem> {
    const rules = [];
    for (const [at, { id, action, match }] of policy[side].entries()) {
      const matcher = compileMatch(match);
      if (!matcher.ok) return err({ path: `rules.${side}.${at}.match`, detail: matcher.error });
      rules.push({ id, action, matcher: matcher.value });
    }
    const allowed = compileAll(policy.allow);
    return allowed.ok ? ok(new RuleSet(rules, allowed.value)) : allowed;
  }

  /** Every match that no allow-list covers, in order. */
  find(text: string): readonly RuleHit[] {
    if (this.#rules.length === 0) return [];
    const mapped = mapWords(text);
    const allowed = this.#findAllowed(mapped.text);
    return this.#rules
      .flatMap(({ id, action, matcher }) =>
        matcher
          .find(mapped.text)
          .filter((span) => !isCovered(span, allowed))
          .map((span) => ({ ruleId: id, action, ...toOriginal(span, mapped) })),
      )
      .sort((a, b) => a.start - b.start);
  }

  /** The parts of a text that its allow-list covers. */
  findAllowed(text: string): readonly Span[] {
    if (this.#allowed.length === 0) return [];
    const mapped = mapWords(text);
    return this.#findAllowed(mapped.text).map((span) => toOriginal(span, mapped));
  }

  /** From where on a match, or a word that a match may need, is unfinished as long as more text may follow. */
  findOpenEnd(text: string): number {
    const matchers = [...this.#rules.map(({ matcher }) => matcher), ...this.#allowed];
    if (matchers.length === 0) return text.length;
    const visible = mapVisible(text);
    const words = mapWords(text);
    const open = Math.min(...matchers.map((matcher) => matcher.findOpenEnd(words.text)));
    return Math.min(
      visible.startOf(findWordTail(visible.text)),
      open < words.text.length ? words.startOf(open) : text.length,
    );
  }

  #findAllowed(words: string): readonly Span[] {
    return this.#allowed.flatMap((matcher) => matcher.find(words));
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
