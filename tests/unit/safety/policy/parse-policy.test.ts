import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashJson, toCanonicalJson } from '../../../../src/safety/policy/canonical-json.ts';
import { merge, type Json } from '../../../../src/safety/policy/merge.ts';
import { shippedPolicy } from '../../../../src/safety/packs/shipped-policy.ts';
import { checkPolicy, parsePolicy } from '../../../../src/safety/policy/parse-policy.ts';
import { DOMAINS, STRENGTHS } from '../../../../src/safety/policy/names.ts';

const document = (changes: object): string =>
  JSON.stringify({ schemaVersion: 1, level: 'standard', ...changes });

describe('a policy document', () => {
  it('needs no more than a version and a level', () => {
    const parsed = parsePolicy('{"schemaVersion":1,"level":"strict"}');
    expect(parsed).toEqual({ ok: true, value: shippedPolicy('strict', 'general') });
  });

  it('changes what it says and nothing else', () => {
    const parsed = parsePolicy(
      document({
        name: 'School',
        categories: { sexual: { input: { limits: { warn: 0.2, block: 0.4 } } } },
        userMay: { level: false },
      }),
    );
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    const shipped = shippedPolicy('standard', 'general');
    expect(parsed.value.categories.sexual.input.limits).toEqual({ warn: 0.2, block: 0.4 });
    expect(parsed.value.categories.sexual.output).toEqual(shipped.categories.sexual.output);
    expect(parsed.value.userMay).toEqual({ ...shipped.userMay, level: false });
    expect(parsed.value.rules).toEqual(shipped.rules);
  });

  it.each([
    ['no JSON', '{"schemaVersion":1,', '', 'JSON'],
    ['no object', '[1]', '', 'an object'],
    ['another version', '{"schemaVersion":2,"level":"strict"}', 'schemaVersion', '1'],
    [
      'an unknown level',
      '{"schemaVersion":1,"level":"high"}',
      'level',
      '("off" | "minimal" | "standard" | "strict")',
    ],
    ['a misspelt key', document({ categoreis: {} }), 'categoreis', 'no such key'],
    [
      'a misspelt key inside',
      document({ categories: { cyber: { input: { actoin: 'block' } } } }),
      'categories.cyber.input.actoin',
      'no such key',
    ],
    [
      'a threshold above one',
      document({ categories: { cyber: { input: { limits: { warn: 0.2, block: 40 } } } } }),
      'categories.cyber.input.limits.block',
      '<=1',
    ],
    [
      'limits the wrong way round',
      document({ categories: { cyber: { input: { limits: { warn: 0.9, block: 0.2 } } } } }),
      'categories.cyber.input.limits',
      'warn must not be above block',
    ],
    [
      'a question masked by category',
      document({ categories: { cyber: { input: { action: 'mask' } } } }),
      'categories.cyber.input.action',
      '("allow" | "log" | "warn" | "replace" | "block")',
    ],
    [
      'minors switched off',
      document({ categories: { minors: { output: { enabled: false } } } }),
      'categories',
      'minors is always enabled and blocks or replaces; only level "off" has no categories',
    ],
    [
      'two rules with one id',
      document({
        rules: {
          input: [
            { id: 'a', match: { type: 'terms', terms: ['x'] }, action: 'block' },
            { id: 'a', match: { type: 'terms', terms: ['y'] }, action: 'block' },
          ],
        },
      }),
      'rules.input',
      'every rule needs an id of its own',
    ],
    [
      'an empty list of terms',
      document({
        rules: { output: [{ id: 'a', match: { type: 'terms', terms: [] }, action: 'mask' }] },
      }),
      'rules.output.0.match.terms',
      '!0',
    ],
    [
      'a pattern that is none',
      document({
        rules: {
          input: [
            { id: 'a', match: { type: 'pattern', pattern: '(', longest: 9 }, action: 'block' },
          ],
        },
      }),
      'rules.input.0.match',
      undefined,
    ],
    [
      'a pattern that RE2 does not know',
      document({ rules: { allow: [{ type: 'pattern', pattern: '(?=x)y', longest: 9 }] } }),
      'rules.allow.0',
      undefined,
    ],
    [
      'a text in three languages',
      document({ terms: { version: '1', text: { en: 'a', ja: 'b', ko: 'c' } } }),
      'terms.text.zh',
      '"zh"',
    ],
  ])('with %s is refused with its place', (_what, text, path, expected) => {
    const parsed = parsePolicy(text);
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    expect(parsed.error.map((problem) => problem.path)).toContain(path);
    const problem = parsed.error.find((one) => one.path === path);
    if (expected !== undefined) expect(problem?.expected).toBe(expected);
    expect(problem?.found).not.toBe('');
  });

  it('names every fault, not only the first', () => {
    const parsed = parsePolicy(
      document({ audit: { retentionDays: 0 }, rateLimit: { messages: 'many', perSeconds: 60 } }),
    );
    if (parsed.ok) throw new Error('accepted');
    expect(parsed.error.map(({ path }) => path).sort()).toEqual([
      'audit.retentionDays',
      'rateLimit.messages',
    ]);
  });

  it('is never half-applied and never throws, whatever it holds', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        const wrapped = `{"schemaVersion":1,"level":"minimal","categories":${text}}`;
        for (const candidate of [text, wrapped]) {
          const parsed = parsePolicy(candidate);
          if (parsed.ok) expect(checkPolicy(parsed.value).ok).toBe(true);
          else expect(parsed.error.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe('shipped policies', () => {
  it('exist for every level and domain, are whole, and read back from their own export', () => {
    for (const level of STRENGTHS) {
      for (const domain of DOMAINS) {
        const policy = shippedPolicy(level, domain);
        expect([policy.level, policy.domain]).toEqual([level, domain]);
        expect(parsePolicy(JSON.stringify(policy))).toEqual({ ok: true, value: policy });
      }
    }
  });

  it('have hashes of their own', () => {
    const hashes = STRENGTHS.map((level) => hashJson(shippedPolicy(level, 'general')));
    expect(new Set(hashes).size).toBe(STRENGTHS.length);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/u);
  });
});

describe('canonical JSON', () => {
  it('sorts keys as RFC 8785 does and writes numbers as ECMAScript does', () => {
    const value = {
      '\u20ac': 1,
      '\r': 2,
      '1': 1e21,
      '\u{1f600}': 0.000001,
      '\ufb33': [true, null, ''],
    };
    expect(toCanonicalJson(value)).toBe(
      '{"\\r":2,"1":1e+21,"\u20ac":1,"\u{1f600}":0.000001,"\ufb33":[true,null,""]}',
    );
  });

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(toCanonicalJson(reversed)).toBe(toCanonicalJson(value));
        expect(JSON.parse(toCanonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('merging', () => {
  it('gives the overlay where it is no object and keeps what it does not name', () => {
    const base: Json = { a: { b: 1, c: [1, 2] }, d: { type: 'x', y: 1 } };
    expect(merge(base, { a: { c: [3] }, d: { type: 'z' } })).toEqual({
      a: { b: 1, c: [3] },
      d: { type: 'z' },
    });
  });

  it('never reaches a prototype', () => {
    const merged = merge({}, JSON.parse('{"__proto__":{"polluted":1}}') as Json);
    expect((merged as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
