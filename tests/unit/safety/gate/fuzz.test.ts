import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENTITIES, findPersonalData, type Policy } from '../../../../src/safety/index.ts';
import type { Json } from '../../../../src/safety/policy/merge.ts';
import type { Match } from '../../../../src/safety/policy/policy.ts';
import { RuleSet } from '../../../../src/safety/rules/rule-set.ts';
import { stream } from './stream.ts';

/** Runs of the property below: texts, each with a random split and a random policy. */
const RUNS = 10_000;

const fragments = [
  ...[
    'The ',
    'harbour ',
    'is quiet. ',
    'Well, ',
    '今日は',
    '雨です。',
    '안녕하세요. ',
    '天黑了，',
    '\n',
    '\n\n',
    ' ',
    '. ',
  ],
  ...[
    'EVIL ',
    'EV',
    'IL',
    ' shady ',
    '😀',
    '👩\u200d👩\u200d👧',
    '\u0301',
    '\ud83d',
    '\u200b',
    '```',
    '| a | b |',
    '%',
  ],
  ...[
    '4111 1111 1111 1111',
    '4111-1111',
    '-1111-1111 ',
    'a.b@example.com',
    '@example',
    '.com ',
    '090-1234-5678 ',
  ],
  ...[
    '900101-1234568 ',
    '11010519491231002X ',
    'GB82 WEST 1234 5698 7654 32 ',
    '１２３４ ',
    '123456',
    '[EMAIL_1]',
    '[HIDDEN]',
  ],
  ...['zqx', 'TERM ', 'zqxterm', 'ｚｑｘｔｅｒｍ', 'z q x t e r m ', 'q12q', 'q1', '234q ', 'q'],
];

const text = fc
  .array(fc.constantFrom(...fragments), { maxLength: 24 })
  .map((parts) => parts.join(''));
const places = fc.array(fc.nat({ max: 400 }), { maxLength: 24 });
const action = fc.constantFrom('allow', 'log', 'warn', 'mask', 'block');
const policy = fc.record({
  category: fc.constantFrom('allow', 'log', 'warn', 'mask', 'replace', 'block'),
  data: action,
  phrase: action,
  pattern: action,
  watched: fc.boolean(),
  decode: fc.boolean(),
});

const matches: Record<'phrase' | 'pattern', Match> = {
  phrase: { type: 'phrases', phrases: ['zqxterm'] },
  pattern: { type: 'pattern', pattern: 'q[0-9]{1,6}q', longest: 8 },
};
const shippedRules: Policy['rules'] = {
  input: [],
  output: [
    { id: 'phrase', match: matches.phrase, action: 'mask' },
    { id: 'pattern', match: matches.pattern, action: 'mask' },
  ],
  allow: [],
};

function toPolicy(chosen: Chosen & { category: string }): Json {
  return {
    categories: { cyber: { output: { action: chosen.category } } },
    personalData: {
      decode: chosen.decode,
      entities: Object.fromEntries(ENTITIES.map((entity) => [entity, { output: chosen.data }])),
    },
    rules: {
      output: [
        { id: 'phrase', match: matches.phrase, action: chosen.phrase },
        { id: 'pattern', match: matches.pattern, action: chosen.pattern },
      ],
    },
  } as unknown as Json;
}

interface Chosen {
  data: string;
  phrase: string;
  pattern: string;
  decode: boolean;
}

/** What rules and detectors find in the whole text and the policy hides, as it is written there. */
function findHidden(whole: string, chosen: Chosen): readonly string[] {
  const rules = RuleSet.compile(shippedRules, 'output');
  if (!rules.ok) throw new Error(rules.error.detail);
  const ruled = rules.value
    .find(whole)
    .filter(({ ruleId }) => isHidden(ruleId === 'phrase' ? chosen.phrase : chosen.pattern));
  const data = isHidden(chosen.data)
    ? findPersonalData(whole, { entities: new Set(ENTITIES), decode: chosen.decode })
    : [];
  return [...ruled, ...data].map(({ start, end }) => whole.slice(start, end));
}

const count = (whole: string, part: string): number => whole.split(part).length - 1;
const isHidden = (name: string): boolean =>
  name === 'mask' || name === 'block' || name === 'replace';

describe('any text, any split, any policy', () => {
  it(
    'gives the same as the whole text at once, and nothing that is to be hidden was ever shown',
    { timeout: 600_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(text, places, policy, async (whole, cuts, chosen) => {
          const at = [0, ...cuts.map((cut) => Math.min(cut, whole.length)), whole.length].sort(
            (a, b) => a - b,
          );
          const pieces = at.slice(1).map((end, index) => whole.slice(at[index], end));
          const options = { policy: toPolicy(chosen), watched: chosen.watched };
          const once = await stream([whole], options);
          const streamed = await stream(pieces, options);
          expect(streamed.shown).toBe(once.shown);
          expect(streamed.everShown).toBe(once.everShown);
          expect(streamed.verdict).toEqual(once.verdict);

          const { everShown } = streamed;
          if (isHidden(chosen.category)) expect(everShown).not.toContain('EVIL');
          for (const written of findHidden(whole, chosen)) {
            // the same characters may also stand where they are no match
            if (count(whole, written) === 1) expect(everShown).not.toContain(written);
          }
          if (
            Object.values(chosen).every((name) => name === 'allow' || typeof name === 'boolean')
          ) {
            expect(everShown).toBe(whole);
          }
        }),
        { numRuns: RUNS },
      );
    },
  );
});
