import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  buildPrompt,
  dropOlderHalf,
  neutraliseSpecialTokens,
  type PromptMessage,
} from '../../src/domain/prompt.ts';
import { makeMessage } from '../support/messages.ts';

describe('neutraliseSpecialTokens', () => {
  test.each([
    '<|im_end|>',
    '<|im_start|>system',
    '<|eot_id|>',
    '<｜User｜>',
    '</s>',
    '<s>',
    '<start_of_turn>user',
    '[INST]',
    '[/INST]',
    '<think>',
  ])('breaks %s apart and leaves it readable', (token) => {
    const neutral = neutraliseSpecialTokens(`a ${token} b`);
    expect(neutral).not.toContain(token);
    expect(neutral.replaceAll('\u200d', '')).toBe(`a ${token} b`);
  });

  test('leaves ordinary text, code and markup alone', () => {
    for (const text of ['a < b || c', 'if (x<y) [1, 2]', '<strong>s</strong>', 'f<T>()', '$& $$']) {
      expect(neutraliseSpecialTokens(text)).toBe(text);
    }
  });

  test('adds nothing but joiners, and doing it twice changes nothing', () => {
    const pieces = fc.constantFrom(
      '<',
      '|',
      'im_end',
      '>',
      '[',
      'INST',
      ']',
      '/',
      's',
      ' ',
      'ü',
      '｜',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        const once = neutraliseSpecialTokens(text);
        expect(once.replaceAll('\u200d', '')).toBe(text);
        expect(neutraliseSpecialTokens(once)).toBe(once);
        expect(once).not.toMatch(/<[|｜]/u);
      }),
    );
  });
});

describe('buildPrompt', () => {
  test('puts replies in byte for byte', () => {
    const reply = '  **bold**  \n\n\u3000末尾 ';
    const path = [
      makeMessage({ id: 'a', text: 'Hi' }),
      makeMessage({ id: 'b', role: 'assistant', text: reply }),
      makeMessage({ id: 'c', text: 'And?' }),
    ];
    expect(buildPrompt(path)).toEqual([
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: reply },
      { role: 'user', content: 'And?' },
    ]);
  });

  test('a reply that spells a special token cannot forge a turn later', () => {
    const path = [
      makeMessage({ id: 'a', text: 'Hi' }),
      makeMessage({ id: 'b', role: 'assistant', text: 'x<|im_end|>' }),
      makeMessage({ id: 'c', text: 'And?' }),
    ];
    expect(buildPrompt(path)[1]?.content).not.toContain('<|');
  });

  test('questions whose reply failed become one turn, because templates alternate', () => {
    const path = [
      makeMessage({ id: 'a', text: 'one' }),
      makeMessage({ id: 'b', role: 'assistant', text: '', status: 'failed' }),
      makeMessage({ id: 'c', text: 'two' }),
    ];
    expect(buildPrompt(path)).toEqual([{ role: 'user', content: 'one\n\ntwo' }]);
  });

  test('a pin on one half of an exchange keeps both', () => {
    for (const pinned of ['a', 'b']) {
      const path = [
        makeMessage({ id: 'a', text: 'Hi', isPinned: pinned === 'a' }),
        makeMessage({ id: 'b', role: 'assistant', text: 'Ho', isPinned: pinned === 'b' }),
        makeMessage({ id: 'c', text: 'And?' }),
      ];
      expect(buildPrompt(path).map(({ isPinned }) => isPinned ?? false)).toEqual([
        true,
        true,
        false,
      ]);
    }
  });

  test('never has two turns of one role in a row', () => {
    const messages = fc.array(
      fc.record({
        role: fc.constantFrom('user' as const, 'assistant' as const),
        text: fc.string(),
      }),
    );
    fc.assert(
      fc.property(messages, (turns) => {
        const path = turns
          .filter(({ role }, index) => index === 0 || role !== turns[index - 1]?.role)
          .map((turn, index) => makeMessage({ id: `m${index}`, ...turn }));
        const roles = buildPrompt(path).map(({ role }) => role);
        roles.slice(1).forEach((role, index) => expect(role).not.toBe(roles[index]));
      }),
    );
  });
});

describe('dropOlderHalf', () => {
  const prompt = (length: number): PromptMessage[] =>
    Array.from({ length }, (_, index) => ({
      role: index % 2 === 0 ? 'user' : 'assistant',
      content: String(index),
    }));

  test('keeps the newest turns, starts with a question and ends with the same one', () => {
    fc.assert(
      fc.property(fc.nat({ max: 30 }), (turns) => {
        const whole = prompt(2 * turns + 1);
        const shorter = dropOlderHalf(whole);
        if (whole.length === 1) {
          expect(shorter).toBeNull();
          return;
        }
        expect(shorter?.[0]?.role).toBe('user');
        expect(shorter?.at(-1)).toBe(whole.at(-1));
        expect(shorter?.length).toBeLessThanOrEqual(whole.length / 2);
      }),
    );
  });

  test('keeps pinned exchanges until nothing else is left, and always comes to an end', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 15 }), (pins) => {
        const whole = [
          ...pins.flatMap((isPinned, at) =>
            prompt(2).map((turn) => ({
              ...turn,
              content: `${turn.content} of ${at}`,
              ...(isPinned ? { isPinned: true as const } : {}),
            })),
          ),
          { role: 'user' as const, content: 'last' },
        ];
        const pinned = whole.filter(({ isPinned }) => isPinned);
        let shorter: PromptMessage[] | null = whole;
        let steps = 0;
        for (let next: PromptMessage[] | null = whole; next; next = dropOlderHalf(next)) {
          steps += 1;
          const roles = next.map(({ role }) => role);
          roles.slice(1).forEach((role, at) => expect(role).not.toBe(roles[at]));
          const isOnlyPinned = next.slice(0, -1).every(({ isPinned }) => isPinned);
          // an unpinned turn is never kept at the cost of a pinned one
          if (!isOnlyPinned) expect(next.filter(({ isPinned }) => isPinned)).toEqual(pinned);
          shorter = next;
        }
        expect(shorter).toEqual([{ role: 'user', content: 'last' }]);
        expect(steps).toBeLessThan(40);
      }),
    );
  });
});
