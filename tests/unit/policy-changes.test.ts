import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Match } from '../../src/safety/policy/policy.ts';
import { DOMAINS, shippedPolicy, STRENGTHS, type Policy } from '../../src/safety/index.ts';
import {
  findChanges,
  layChangesOver,
  readChanges,
  type PolicyChanges,
} from '../../src/state/policy-changes.ts';
import {
  addRule,
  chooseForCategory,
  chooseForEntity,
  choicesFor,
  limitCategory,
  removeRule,
  toChoice,
} from '../../src/ui/safety/policy/policy-edits.ts';
import { splitAtHits } from '../../src/ui/safety/policy/split-at-hits.ts';

const STANDARD = shippedPolicy('standard', 'general');
const CHEMISTRY = shippedPolicy('standard', 'chemistry');
const TERM: Match = { type: 'terms', terms: ['Heron'] };

function withLocks(policy: Policy, locks: Partial<Policy['userMay']>): Policy {
  return { ...policy, userMay: { ...policy.userMay, ...locks } };
}

function layOver(base: Policy, changes: PolicyChanges | null): Policy {
  if (changes === null) return base;
  const laid = layChangesOver(base, changes);
  if (!laid.ok) throw new Error(JSON.stringify(laid.error));
  return laid.value;
}

describe('changes of a policy', () => {
  test('hold only what differs', () => {
    const edited = chooseForEntity(STANDARD, 'url', 'output', 'warn');
    expect(findChanges(STANDARD, edited, null)).toEqual({
      schemaVersion: 1,
      personalData: { entities: { url: { output: 'warn' } } },
    });
    expect(findChanges(STANDARD, STANDARD, null)).toBeNull();
  });

  test('keep a pair of limits whole, so that it fits where the level’s own hold', () => {
    const medical = shippedPolicy('standard', 'medical');
    const changes = findChanges(medical, limitCategory(medical, 'cyber', 'input', 0.9), null);
    expect(layOver(STANDARD, changes).categories.cyber.input.limits).toEqual({
      warn: 0.54,
      block: 0.9,
    });
  });

  test('of every level and domain lead from any shipped policy to any other, but for lists', () => {
    const shipped = fc
      .tuple(fc.constantFrom(...STRENGTHS), fc.constantFrom(...DOMAINS))
      .map(([level, domain]) => shippedPolicy(level, domain));
    fc.assert(
      fc.property(shipped, shipped, (base, other) => {
        const laid = layOver(base, findChanges(base, other, null));
        expect(laid.categories).toEqual(other.categories);
        expect(laid.personalData).toEqual(other.personalData);
        const active = laid.rules.output.filter(({ action }) => action !== 'allow');
        expect(active).toEqual(other.rules.output);
      }),
      { numRuns: 40 },
    );
  });

  test('of rules do not drop the rules of another domain', () => {
    const changes = findChanges(STANDARD, addRule(STANDARD, 'input', TERM, 'block'), null);
    const { input } = layOver(CHEMISTRY, changes).rules;
    expect(input.slice(0, -1)).toEqual(CHEMISTRY.rules.input);
    expect(input.at(-1)).toEqual({ id: 'own-1', match: TERM, action: 'block' });
  });

  test('that leave a shipped rule out tell it to do nothing', () => {
    const [first] = CHEMISTRY.rules.input;
    const changes = findChanges(CHEMISTRY, removeRule(CHEMISTRY, 'input', 0), null);
    expect(changes?.rules).toEqual({ input: [{ ...first, action: 'allow' }] });
  });

  test('add to the allow-list of a deployer, each entry once', () => {
    const base = { ...STANDARD, rules: { ...STANDARD.rules, allow: [TERM] } };
    const changes = findChanges(base, addRule(base, 'allow', TERM, 'block'), null);
    expect(changes).toBeNull();
    const more: Match = { type: 'phrases', phrases: ['x'] };
    const added = addRule(base, 'allow', more, 'block');
    expect(layOver(base, findChanges(base, added, null)).rules.allow).toEqual([TERM, more]);
  });
});

describe('locks of a deployer', () => {
  const edited = chooseForCategory(
    chooseForEntity(STANDARD, 'email', 'input', 'allow'),
    'cyber',
    'input',
    'off',
  );
  const changes = findChanges(STANDARD, edited, null);

  test('keep a section as the deployer wrote it, and leave the others to the person', () => {
    const laid = layOver(withLocks(STANDARD, { categories: false }), changes);
    expect(laid.categories).toEqual(STANDARD.categories);
    expect(laid.personalData.entities.email.input).toBe('allow');
  });

  test('lock rules too', () => {
    const ruled = findChanges(STANDARD, addRule(STANDARD, 'output', TERM, 'mask'), null);
    expect(layOver(withLocks(STANDARD, { rules: false }), ruled).rules).toEqual(STANDARD.rules);
  });

  test('do not lose what the person had changed before, for when they are lifted', () => {
    const locked = withLocks(STANDARD, { categories: false });
    const next = findChanges(locked, chooseForEntity(locked, 'url', 'input', 'mask'), changes);
    expect(next?.categories).toEqual(changes?.categories);
    expect(next?.personalData).toEqual({ entities: { url: { input: 'mask' } } });
  });
});

describe('stored changes', () => {
  test.each([
    ['that are no JSON', '{', ''],
    ['that are a list', '[]', ''],
    ['of another version', '{"schemaVersion":2}', 'schemaVersion'],
    ['that reach for more than a person may change', '{"schemaVersion":1,"userMay":{}}', 'userMay'],
    ['with a section that is none', '{"schemaVersion":1,"rules":[]}', 'rules'],
  ])('%s are refused with the place of the fault', (_what, text, path) => {
    expect(readChanges(text)).toMatchObject({ ok: false, error: [{ path }] });
  });

  test('whose values do not fit are refused when they meet the policy', () => {
    const read = readChanges('{"schemaVersion":1,"categories":{"cyber":{"input":{"action":"x"}}}}');
    if (!read.ok) throw new Error('not read');
    expect(layChangesOver(STANDARD, read.value)).toMatchObject({
      ok: false,
      error: [{ path: 'categories.cyber.input.action' }],
    });
  });

  test('cannot switch minors off', () => {
    for (const rule of [{ enabled: false }, { action: 'log' }]) {
      const changes = { schemaVersion: 1, categories: { minors: { input: rule } } } as const;
      expect(layChangesOver(STANDARD, changes).ok).toBe(false);
    }
    expect(choicesFor('minors', 'input')).toEqual(['replace', 'block']);
  });

  test('with a pattern that the engine does not take are refused', () => {
    const match = { type: 'pattern', pattern: '(?=a)', longest: 10 } as const;
    const changes = findChanges(STANDARD, addRule(STANDARD, 'input', match, 'block'), null);
    expect(changes && layChangesOver(STANDARD, changes)).toMatchObject({
      ok: false,
      error: [{ path: 'rules.input.0.match' }],
    });
  });
});

test('specialised advice is off by default, and switching a category off and on keeps its action', () => {
  expect(toChoice(STANDARD.categories.specialised_advice.input)).toBe('off');
  const off = chooseForCategory(STANDARD, 'self_harm', 'input', 'off');
  expect(off.categories.self_harm.input).toEqual({
    ...STANDARD.categories.self_harm.input,
    enabled: false,
  });
});

test('a text is split wherever a hit begins or ends, overlaps included', () => {
  const hit = (start: number, end: number, ruleId: string) =>
    ({ start, end, action: 'block', found: { type: 'rule', ruleId } }) as const;
  const parts = splitAtHits('abcdef', [hit(1, 4, 'x'), hit(3, 5, 'y')]);
  expect(parts.map(({ text, hits }) => [text, hits.length])).toEqual([
    ['a', 0],
    ['bc', 1],
    ['d', 2],
    ['e', 1],
    ['f', 0],
  ]);
});
