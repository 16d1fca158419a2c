import type { PolicyFault } from '../domain/operator-policy.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { toCanonicalJson } from '../safety/policy/canonical-json.ts';
import { isObject, merge, type Json, type JsonObject } from '../safety/policy/merge.ts';
import { checkPolicy } from '../safety/policy/parse-policy.ts';
import type { Policy } from '../safety/index.ts';

export { parsePolicy } from '../safety/policy/parse-policy.ts';

/** The parts of a policy that a person may change; each is a permission of its own. */
export const SECTIONS = ['categories', 'personalData', 'rules'] as const;
export type Section = (typeof SECTIONS)[number];

/** What a person has changed of a policy: a document in the form of a deployer's, with only what differs. */
export type PolicyChanges = { schemaVersion: 1 } & Partial<Record<Section, JsonObject>>;

/** Reads stored changes, so far as that is possible without the policy to which they belong. */
export function readChanges(text: string): Result<PolicyChanges, readonly PolicyFault[]> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (thrown) {
    return err([{ path: '', expected: 'JSON', found: String(thrown) }]);
  }
  if (!isObject(document)) return err([toFault('', 'an object', document)]);
  const { schemaVersion, ...sections } = document;
  if (schemaVersion !== 1) return err([toFault('schemaVersion', '1', schemaVersion)]);
  const changes: PolicyChanges = { schemaVersion };
  const faults: PolicyFault[] = [];
  for (const [name, value] of Object.entries(sections)) {
    const section = SECTIONS.find((known) => known === name);
    if (!section) faults.push(toFault(name, 'no such key', value));
    else if (!isObject(value)) faults.push(toFault(name, 'an object', value));
    else changes[section] = value;
  }
  return faults.length === 0 ? ok(changes) : err(faults);
}

/** `base` with the person's changes, so far as `base` allows them, or every fault of the result. */
export function layChangesOver(
  base: Policy,
  changes: PolicyChanges,
): Result<Policy, readonly PolicyFault[]> {
  const { rules, ...others } = changes;
  const overlay: Record<string, Json> = {};
  for (const section of ['categories', 'personalData'] as const) {
    const changed = others[section];
    if (changed && base.userMay[section]) overlay[section] = changed;
  }
  if (rules && base.userMay.rules) overlay['rules'] = layRulesOver(base.rules, rules);
  return checkPolicy(merge(base as Json, overlay));
}

/**
 * What of `edited` differs from `base`, in the sections that `base` leaves to the person; null if nothing does. What
 * `earlier` holds in the other sections is kept, because it holds again wherever it is allowed.
 */
export function findChanges(
  base: Policy,
  edited: Policy,
  earlier: PolicyChanges | null,
): PolicyChanges | null {
  const changes: PolicyChanges = { schemaVersion: 1 };
  for (const section of SECTIONS) {
    const changed = base.userMay[section]
      ? section === 'rules'
        ? findChangedRules(base.rules, edited.rules)
        : findDifference(base[section], edited[section])
      : earlier?.[section];
    if (isObject(changed)) changes[section] = changed;
  }
  return Object.keys(changes).length > 1 ? changes : null;
}

/**
 * Rules are merged one by one, unlike the lists of a deployer's document: a rule that ships, or that the deployer adds
 * later, must not get lost because the person once wrote a rule under another domain.
 */
function layRulesOver(base: Policy['rules'], changed: JsonObject): Json {
  const merged = new Map<string, Json>(Object.entries(base as unknown as JsonObject));
  for (const [list, value] of Object.entries(changed)) {
    const shipped = merged.get(list);
    merged.set(list, isList(shipped) && isList(value) ? layListOver(shipped, value) : value);
  }
  return Object.fromEntries(merged);
}

function layListOver(shipped: readonly Json[], changed: readonly Json[]): readonly Json[] {
  const keyed = new Map(shipped.map((entry) => [keyOf(entry), entry]));
  const added: Json[] = [];
  for (const entry of changed) {
    if (keyed.has(keyOf(entry))) keyed.set(keyOf(entry), entry);
    else added.push(entry);
  }
  return [...keyed.values(), ...added];
}

/** What makes two entries of a list the same one: the name of a rule, the whole of an entry of the allow-list. */
function keyOf(entry: Json): string {
  return isObject(entry) && typeof entry['id'] === 'string' ? entry['id'] : toCanonicalJson(entry);
}

function findChangedRules(base: Policy['rules'], edited: Policy['rules']): JsonObject | undefined {
  const changed: Record<string, Json> = {};
  for (const side of ['input', 'output'] as const) {
    const shipped = new Map(base[side].map((rule) => [rule.id, rule]));
    const kept = new Set(edited[side].map(({ id }) => id));
    const differing = edited[side].filter((rule) => !isEqual(shipped.get(rule.id), rule));
    // a rule that ships cannot be left out, but it can be told to do nothing
    const dropped = base[side].filter(({ id }) => !kept.has(id));
    const silenced = dropped.map((rule) => ({ ...rule, action: 'allow' }));
    // rules are JSON: they were read from it, or ship as it
    const rules = [...differing, ...silenced] as readonly unknown[] as readonly Json[];
    if (rules.length > 0) changed[side] = rules;
  }
  const allow = edited.allow.filter((match) => !base.allow.some((known) => isEqual(known, match)));
  if (allow.length > 0) changed['allow'] = allow;
  return Object.keys(changed).length > 0 ? changed : undefined;
}

/** What must be merged over `base` to get `edited`; undefined if they are equal. */
function findDifference(base: Json | undefined, edited: Json): Json | undefined {
  if (isEqual(base, edited)) return undefined;
  // half a pair of limits would be none where the level's own hold
  if (!isObject(base) || !isObject(edited) || 'block' in edited) return edited;
  const differing = Object.entries(edited).flatMap(([key, value]) => {
    const difference = findDifference(base[key], value);
    return difference === undefined ? [] : [[key, difference] as const];
  });
  return Object.fromEntries(differing);
}

function isEqual(a: unknown, b: unknown): boolean {
  return toCanonicalJson(a) === toCanonicalJson(b);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function toFault(path: string, expected: string, found: unknown): PolicyFault {
  return { path, expected, found: found === undefined ? 'nothing' : JSON.stringify(found) };
}
