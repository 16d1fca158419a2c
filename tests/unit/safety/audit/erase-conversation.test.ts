import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eraseConversation, verifyChain } from '../../../../src/safety/audit/chain.ts';
import { toJsonLines } from '../../../../src/safety/audit/json-lines.ts';
import { anyStep, chainOf, eventAt, NOON } from './chains.ts';

describe('erasing a conversation', () => {
  test('keeps the chain valid and leaves no trace of its texts and salts', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 1, maxLength: 6 }), (steps) => {
        const marked = steps.map((step, index) => ({
          ...step,
          text: `<text ${index}> ${step.text}`,
          salt: `${'5a17'.repeat(7)}${index}`.padEnd(32, 'f'),
        }));
        const erased = eraseConversation(chainOf(marked), 'one');
        const lines = toJsonLines(erased);
        expect(verifyChain(erased).ok).toBe(true);
        for (const [index, { event, salt, keepText }] of marked.entries()) {
          const gone = event.conversationId === 'one';
          expect(lines.includes(salt)).toBe(!gone);
          expect(lines.includes(`<text ${index}>`)).toBe(!gone && keepText);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('touches no other conversation, and nothing at all the second time', () => {
    const log = chainOf([
      { event: eventAt(NOON, { conversationId: 'one' }), text: 'first' },
      { event: eventAt(NOON, { conversationId: 'two' }), text: 'second' },
    ]);
    const erased = eraseConversation(log, 'one');
    expect(erased.map(({ sealed }) => sealed?.text)).toEqual([undefined, 'second']);
    expect(eraseConversation(erased, 'one')).toEqual(erased);
  });
});
