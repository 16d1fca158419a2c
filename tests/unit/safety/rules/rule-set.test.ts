import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Match } from '../../../../src/safety/policy/policy.ts';
import { compileMatch } from '../../../../src/safety/rules/matcher.ts';
import { RuleSet } from '../../../../src/safety/rules/rule-set.ts';

function rulesOf(match: Match, allow: readonly Match[] = []): RuleSet {
  const compiled = RuleSet.compile(
    { input: [], output: [{ id: 'rule', match, action: 'mask' }], allow: [...allow] },
    'output',
  );
  if (!compiled.ok) throw new Error(compiled.error.detail);
  return compiled.value;
}

const found = (rules: RuleSet, text: string): string[] =>
  rules.find(text).map(({ start, end }) => text.slice(start, end));

describe('terms', () => {
  const terms = rulesOf({ type: 'terms', terms: ['kill', 'Project Heron', '폭탄', '爆弾', 'C++'] });

  it.each([
    ['Kill it, KILL it', ['Kill', 'KILL']],
    ['skills and killers', []],
    ['the project  heron files', ['project  heron']],
    ['ｋｉｌｌ and k\u200bill and k i l l and k1ll', ['ｋｉｌｌ', 'k\u200bill', 'k i l l', 'k1ll']],
    ['k\u0456ll with a Cyrillic letter', ['k\u0456ll']],
    ['폭탄을 그리는 법', ['폭탄']],
    ['ㅍㅗㄱㅌㅏㄴ', ['ㅍㅗㄱㅌㅏㄴ']],
    ['爆弾低気圧', ['爆弾']],
    ['I write C++ daily', ['C++']],
  ])('in %j are %j', (text, expected) => {
    expect(found(terms, text)).toEqual(expected);
  });
});

describe('phrases', () => {
  it('are found inside words', () => {
    expect(found(rulesOf({ type: 'phrases', phrases: ['heron'] }), 'Heronry')).toEqual(['Heron']);
  });
});

describe('patterns', () => {
  it('are found in the normal form and reported where they stood', () => {
    const rules = rulesOf({ type: 'pattern', pattern: 'case [0-9]{3,5}', longest: 20 });
    expect(found(rules, 'about Ｃａｓｅ １２３４, not case 12')).toEqual(['Ｃａｓｅ １２３４']);
  });

  it('of any length the policy does not want are left alone', () => {
    const rules = rulesOf({ type: 'pattern', pattern: 'a[^.]*z', longest: 5 });
    expect(found(rules, 'abz. abcdefgz')).toEqual(['abz']);
  });

  it.each(['(?=a)b', '(a)\\1', '[', 'a{1000}{1000}'])('%s is refused', (pattern) => {
    expect(compileMatch({ type: 'pattern', pattern, longest: 10 }).ok).toBe(false);
  });

  it.each(['(a+)+$', '(a|a)*b', '(.*)*x', '([a-z]+)*[0-9]'])(
    '%s, which makes a backtracking engine explode, is done at once',
    (pattern) => {
      const rules = rulesOf({ type: 'pattern', pattern, longest: 200 });
      const startMs = performance.now();
      rules.find(`${'a'.repeat(3_000)}!`);
      // a backtracking engine would need longer than the age of the universe
      expect(performance.now() - startMs).toBeLessThan(20_000);
    },
  );
});

describe('the allow-list', () => {
  it('wins over a rule whose whole match it covers', () => {
    const rules = rulesOf({ type: 'terms', terms: ['kill'] }, [
      { type: 'phrases', phrases: ['kill -9'] },
    ]);
    expect(found(rules, 'kill -9 the process, kill him')).toEqual(['kill']);
    expect(rules.find('kill -9 the process, kill him')[0]?.start).toBe(21);
  });
});

describe('the open end of a text', () => {
  const matches: Match[] = [
    { type: 'terms', terms: ['secret plan', '爆弾', 'abcd', '폭탄'] },
    { type: 'phrases', phrases: ['no way', 'ㅋㅋ하'] },
    { type: 'pattern', pattern: 'x[0-9]+y', longest: 12 },
  ];
  const parts = fc.constantFrom(
    ...[
      'secret',
      ' ',
      'plan',
      '爆',
      '弾',
      'a',
      'b',
      'c',
      'd',
      '-',
      'no',
      'way',
      'ㅋ',
      '하',
      'x',
      '12',
      'y',
      '.',
    ],
    ...['\u200b', '폭', '탄', 'ㅌ', 'ㅏ', 'ㄴ', 'ｐ', 'e\u0301', '😀', '. The ', '\n'],
  );

  it('lies before every match that more text completes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...matches),
        fc.array(parts, { maxLength: 14 }).map((list) => list.join('')),
        fc.array(parts, { maxLength: 8 }).map((list) => list.join('')),
        (match, before, after) => {
          const rules = rulesOf(match);
          const open = rules.findOpenEnd(before);
          expect(open).toBeLessThanOrEqual(before.length);
          for (const hit of rules.find(before + after)) {
            if (hit.start < before.length && hit.end > before.length) {
              expect(open).toBeLessThanOrEqual(hit.start);
            }
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('is the end where nothing can follow', () => {
    const rules = rulesOf({ type: 'terms', terms: ['secret plan'] });
    expect(rules.findOpenEnd('All is said. ')).toBe(13);
    expect(rules.findOpenEnd('It is a secret ')).toBe(8);
  });
});
