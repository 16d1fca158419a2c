import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJsonLines, toJsonLines } from '../../../../src/safety/audit/json-lines.ts';
import { anyChain, chainAt, NOON } from './chains.ts';

const lines = toJsonLines(chainAt([NOON, NOON + 1]));
const [first = '', second = ''] = lines.split('\n');

test('any log comes back from its lines as it was', () => {
  fc.assert(
    fc.property(anyChain, (entries) => {
      expect(parseJsonLines(toJsonLines(entries))).toEqual({ ok: true, value: entries });
    }),
    { numRuns: 100 },
  );
});

test('an empty log has no lines', () => {
  expect(toJsonLines([])).toBe('');
  expect(parseJsonLines('')).toEqual({ ok: true, value: [] });
});

test('the line feed at the end may be missing', () => {
  expect(parseJsonLines(lines.trimEnd())).toEqual(parseJsonLines(lines));
});

test.each([
  ['an empty line', `${first}\n\n${second}\n`, 2, 'the line is empty'],
  ['a line that was cut off', `${first}\n${second.slice(0, -5)}`, 2, 'the line is not JSON'],
  ['white space', `${first}\n${second} \n`, 2, 'the line is not canonical JSON'],
  [
    'a key that is there twice',
    `${first.replace('{', `{"hash":"${'0'.repeat(64)}",`)}\n`,
    1,
    'the line is not canonical JSON',
  ],
  ['an action that is none', `${first.replace('"block"', '"shrug"')}\n`, 1, /^record\.action: /u],
  ['a hash that is none', `${first.replace(/"hash":"./u, '"hash":"X')}\n`, 1, /^hash: expected /u],
  ['a sealed text that is none', `${first.replace(/"text":"[^"]*"/u, '"text":5')}`, 1, /^sealed/u],
  ['no entry at all', `${first}\n${second}\n7\n`, 3, 'the entry: expected Object'],
])('%s is refused with the number of its line', (_name, text, line, message) => {
  expect(parseJsonLines(text)).toMatchObject({
    ok: false,
    error: {
      line,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    },
  });
});

test('no message quotes what the line says', () => {
  for (const text of [
    `${first} my secret`,
    first.replace('"sealed":{', '"sealed":{"my secret":1,'),
    first.replace('"record":{', '"record":{"my secret":1,'),
    first.replace('"rate-limit"', '"my secret"'),
    first.replace(/"sealed":.*$/u, '"sealed":"my secret"}'),
    `{"my secret":1,${first.slice(1)}`,
  ]) {
    const read = parseJsonLines(text);
    expect(read.ok).toBe(false);
    expect(JSON.stringify(read)).not.toContain('secret');
  }
});
