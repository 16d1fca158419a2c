import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appendEntry, GENESIS, pointOf, verifyChain } from '../../../../src/safety/audit/chain.ts';
import type { AuditEntry } from '../../../../src/safety/audit/entry.ts';
import { parseJsonLines, toJsonLines } from '../../../../src/safety/audit/json-lines.ts';
import { anyChain, anyStep, chainAt, chainOf, eventAt, NOON, saltOf } from './chains.ts';

/** The problem of a chain, or `null`. */
function problemOf(entries: readonly unknown[]) {
  const verified = verifyChain(entries);
  return verified.ok ? null : verified.error;
}

function at(entries: readonly AuditEntry[], position: number): AuditEntry {
  const entry = entries[position];
  if (!entry) throw new Error(`no entry ${position}`);
  return entry;
}

describe('appending', () => {
  test('the first entry is linked to 64 zeros and every other to the one before', () => {
    const [first, second] = chainAt([NOON, NOON + 1]);
    expect(first?.record).toMatchObject({ index: 0, previousHash: '0'.repeat(64) });
    expect(second?.record).toMatchObject({ index: 1, previousHash: first?.hash });
  });

  test('any log that was built by appending verifies, up to its newest entry', () => {
    fc.assert(
      fc.property(anyChain, (entries) => {
        const end = pointOf(at(entries, entries.length - 1));
        expect(verifyChain(entries, { end })).toMatchObject({ ok: true, value: { end } });
      }),
      { numRuns: 50 },
    );
  });

  test('an empty log verifies and ends where it starts', () => {
    expect(verifyChain([])).toEqual({ ok: true, value: { end: GENESIS, notes: [] } });
  });

  test('the text is stored only where the policy keeps it', () => {
    const options = { salt: saltOf(7) };
    const kept = appendEntry(null, eventAt(NOON), 'hello', { ...options, keepText: true });
    const not = appendEntry(null, eventAt(NOON), 'hello', { ...options, keepText: false });
    expect(kept.sealed).toEqual({ salt: saltOf(7), text: 'hello' });
    expect(not.sealed).toEqual({ salt: saltOf(7), text: null });
    expect(not.record.textHash).toBe(kept.record.textHash);
  });

  test('the same text has another hash with another salt', () => {
    const [first, second] = chainOf([
      { event: eventAt(NOON), text: 'yes', salt: saltOf(1) },
      { event: eventAt(NOON), text: 'yes', salt: saltOf(2) },
    ]);
    expect(first?.record.textHash).not.toBe(second?.record.textHash);
  });

  test('a salt or an event that is malformed is refused without quoting it', () => {
    const append = (salt: string, time: number) =>
      appendEntry(null, eventAt(time), 'secret words', { salt, keepText: true });
    expect(() => append('short', NOON)).toThrow(/^sealed\.salt: expected \/[^ ]+\/u$/u);
    expect(() => append(saltOf(1), NaN)).toThrow(RangeError);
  });

  test('a log whose entries have all expired goes on from its checkpoint', () => {
    const last = pointOf(at(chainAt([1, 2, 3]), 2));
    const next = appendEntry(last, eventAt(NOON), '', { salt: saltOf(9), keepText: false });
    expect(next.record.index).toBe(3);
    expect(verifyChain([next], { start: last }).ok).toBe(true);
  });
});

describe('verifying', () => {
  test('any edit of any byte of any record or hash is detected', () => {
    fc.assert(
      fc.property(anyChain, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), (...drawn) => {
        const [entries, whichEntry, whichByte, difference] = drawn;
        const position = whichEntry % entries.length;
        const lines = toJsonLines(entries).split('\n');
        const line = lines[position] ?? '';
        const bytes = Buffer.from(line);
        const recordEnd = Buffer.byteLength(line.slice(0, line.lastIndexOf(',"sealed":')));
        const edited = whichByte % recordEnd;
        bytes[edited] = (bytes[edited] ?? 0) ^ difference;
        const read = parseJsonLines(lines.with(position, bytes.toString()).join('\n'));
        expect(read.ok && verifyChain(read.value).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('removing an entry is detected, the newest one by the end that was kept elsewhere', () => {
    fc.assert(
      fc.property(anyChain, fc.nat(), (entries, which) => {
        const end = pointOf(at(entries, entries.length - 1));
        const removed = entries.toSpliced(which % entries.length, 1);
        expect(verifyChain(removed, { end }).ok).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  test('exchanging two entries is detected', () => {
    fc.assert(
      fc.property(anyChain, fc.nat(), fc.nat(), (entries, first, second) => {
        const a = first % entries.length;
        const b = second % entries.length;
        fc.pre(a !== b);
        expect(problemOf(entries.with(a, at(entries, b)).with(b, at(entries, a)))).not.toBeNull();
      }),
      { numRuns: 100 },
    );
  });

  test('inserting an entry is detected, also one that is linked to the entry before it', () => {
    fc.assert(
      fc.property(anyChain, anyStep, fc.nat(), (entries, step, which) => {
        const place = which % entries.length;
        const before = place === 0 ? null : at(entries, place - 1);
        const inserted = appendEntry(before, step.event, step.text, step);
        expect(problemOf(entries.toSpliced(place, 0, inserted))).toMatchObject({
          type: 'index-gap',
          position: place + 1,
        });
      }),
      { numRuns: 100 },
    );
  });

  const entries = chainAt([NOON, NOON + 1, NOON + 2]);
  const middle = at(entries, 1);
  const foreign = at(chainAt([0, 1]), 1);
  test.each([
    ['an index that leaves one out', entries.toSpliced(1, 1), { type: 'index-gap', position: 1 }],
    ['an entry of another log', entries.with(1, foreign), { type: 'broken-link', index: 1 }],
    [
      'an edited record',
      entries.with(1, { ...middle, record: { ...middle.record, action: 'allow' } }),
      { type: 'wrong-hash', index: 1 },
    ],
    [
      'an edited text',
      entries.with(1, { ...middle, sealed: { salt: saltOf(1), text: 'not this' } }),
      { type: 'wrong-text', index: 1 },
    ],
    [
      'an edited salt',
      entries.with(1, { ...middle, sealed: { salt: saltOf(8), text: `at ${NOON + 1}` } }),
      { type: 'wrong-text', index: 1 },
    ],
    ['what is no entry', [entries[0], { hash: 1 }], { type: 'malformed', position: 1 }],
  ])('%s is named with its place', (_name, chain, problem) => {
    expect(problemOf(chain)).toMatchObject(problem);
  });

  test('a log that was written anew as a whole is told by its end', () => {
    const end = pointOf(at(entries, 2));
    const forged = chainAt([NOON, NOON + 1, NOON + 3]);
    expect(verifyChain(forged).ok).toBe(true);
    expect(verifyChain(forged, { end })).toMatchObject({ ok: false, error: { type: 'wrong-end' } });
  });

  test('a clock that was set back is noted and is no error', () => {
    expect(verifyChain(chainAt([NOON, NOON - 500, NOON]))).toMatchObject({
      ok: true,
      value: { notes: [{ type: 'time-backwards', position: 1, index: 1, byMs: 500 }] },
    });
  });
});
