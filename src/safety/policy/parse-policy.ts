import * as v from 'valibot';
import type { PolicyFault } from '../../domain/operator-policy.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { shippedPolicy } from '../packs/shipped-policy.ts';
import { compileMatch } from '../rules/matcher.ts';
import { isObject, merge, type Json, type JsonObject } from './merge.ts';
import { DOMAINS, STRENGTHS } from './names.ts';
import { policySchema, type Policy } from './policy.ts';

/** Larger documents are refused unread. Characters. */
const LONGEST_DOCUMENT = 2_000_000;

const headSchema = v.looseObject({
  schemaVersion: v.literal(1),
  level: v.picklist(STRENGTHS),
  domain: v.optional(v.picklist(DOMAINS), 'general'),
});

/**
 * Reads a policy document: JSON with `schemaVersion`, `level`, optionally `domain`, and whatever shall differ from the
 * policy that ships for these. The result is the whole policy, or every fault of the document; nothing is half-applied.
 */
export function parsePolicy(text: string): Result<Policy, readonly PolicyFault[]> {
  if (text.length > LONGEST_DOCUMENT) {
    return problem(`at most ${LONGEST_DOCUMENT} characters`, `${text.length} characters`);
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (thrown) {
    return problem('JSON', thrown instanceof Error ? thrown.message : 'something else');
  }
  if (!isObject(document)) return problem('an object', describeJson(document));
  const head = v.safeParse(headSchema, document);
  if (!head.success) return err(head.issues.map(toProblem));
  return checkPolicy(layOver(document, head.output.level, head.output.domain));
}

/** The whole policy that comes of a document at a level and in a domain, unchecked. */
export function layOver(
  document: JsonObject,
  level: Policy['level'],
  domain: Policy['domain'],
): Json {
  return merge(shippedPolicy(level, domain) as Json, document);
}

/** Checks a whole policy, as an export holds it. */
export function checkPolicy(value: unknown): Result<Policy, readonly PolicyFault[]> {
  const parsed = v.safeParse(policySchema, value);
  if (!parsed.success) return err(parsed.issues.map(toProblem));
  const patterns = findUnusablePatterns(parsed.output.rules);
  return patterns.length === 0 ? ok(parsed.output) : err(patterns);
}

/** Patterns that the engine of linear time does not take, look-around and references to groups among them. */
function findUnusablePatterns(rules: Policy['rules']): readonly PolicyFault[] {
  const matches = [
    ...rules.input.map(({ match }, at) => ({ match, path: `rules.input.${at}.match` })),
    ...rules.output.map(({ match }, at) => ({ match, path: `rules.output.${at}.match` })),
    ...rules.allow.map((match, at) => ({ match, path: `rules.allow.${at}` })),
  ];
  return matches.flatMap(({ match, path }): PolicyFault[] => {
    const compiled = compileMatch(match);
    if (compiled.ok || match.type !== 'pattern') return [];
    return [
      { path, expected: `an RE2 pattern (${compiled.error})`, found: describeJson(match.pattern) },
    ];
  });
}

function problem(expected: string, found: string): Result<never, readonly PolicyFault[]> {
  return err([{ path: '', expected, found }]);
}

function toProblem(issue: v.BaseIssue<unknown>): PolicyFault {
  const path = v.getDotPath(issue) ?? '';
  // a check has no expectation of its own, its message says it
  const expected = issue.expected === 'never' ? 'no such key' : (issue.expected ?? issue.message);
  return {
    path,
    expected,
    found: issue.type === 'check' ? describeJson(issue.input) : issue.received,
  };
}

/** A value in few words, for a message. */
function describeJson(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
