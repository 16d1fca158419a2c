import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPersonalData } from '../../../../src/safety/personal-data/find-personal-data.ts';
import { Placeholders } from '../../../../src/safety/personal-data/placeholders.ts';
import { ALL } from './find.ts';

const mask = (placeholders: Placeholders, text: string): string =>
  placeholders.mask(text, findPersonalData(text, { entities: ALL, decode: false }));

describe('placeholders', () => {
  it('count each kind in order of appearance, and the same value gets the same one', () => {
    const placeholders = new Placeholders();
    const text = 'a@example.com, 090-1234-5678, b@example.com, ０９０ １２３４ ５６７８';
    expect(mask(placeholders, text)).toBe('[EMAIL_1], [PHONE_1], [EMAIL_2], [PHONE_1]');
    expect(mask(placeholders, 'A@example.com')).toBe('[EMAIL_1]');
  });

  it('are restored to the value as first written', () => {
    const placeholders = new Placeholders();
    mask(placeholders, 'call 090-1234-5678');
    expect(placeholders.restore('I rang [PHONE_1]; [PHONE_2] is unknown')).toBe(
      'I rang 090-1234-5678; [PHONE_2] is unknown',
    );
  });

  it('leave a name alone that a person wrote before it was issued', () => {
    const placeholders = new Placeholders();
    const text = 'what does [PHONE_1] mean? call 090-1234-5678';
    const masked = mask(placeholders, text);
    expect(masked).toBe('what does [PHONE_1] mean? call [PHONE_2]');
    expect(placeholders.restore(masked)).toBe(text);
  });

  it('leave a name alone that was written in a text without personal data', () => {
    const placeholders = new Placeholders();
    mask(placeholders, 'what is [EMAIL_1]?');
    expect(mask(placeholders, 'a@example.com')).toBe('[EMAIL_2]');
  });

  it('can be issued one by one, after the names in the text were reserved', () => {
    const placeholders = new Placeholders();
    placeholders.reserve('[EMAIL_1] is mine');
    expect(placeholders.issue('email', 'a@example.com', 'A@example.com')).toBe('[EMAIL_2]');
    expect(placeholders.issue('email', 'a@example.com', 'a@example.com')).toBe('[EMAIL_2]');
    expect(placeholders.restore('[EMAIL_1] [EMAIL_2]')).toBe('[EMAIL_1] A@example.com');
  });

  it('go on from entries with the same names', () => {
    const first = new Placeholders();
    mask(first, 'a@example.com and b@example.com');
    const second = Placeholders.from(first.entries());
    expect(second.entries()).toEqual(first.entries());
    expect(mask(second, 'B@example.com, c@example.com')).toBe('[EMAIL_2], [EMAIL_3]');
  });

  it('give back any text of values that are written in one way', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 12 }).map((text) => text.replace(/[@\d:]/gu, '')),
      fc.constantFrom(
        'a@example.com',
        '090-1234-5678',
        '4111111111111111',
        '[PHONE_1]',
        '[CARD_2]',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const placeholders = new Placeholders();
        const text = pieces.join(' ');
        expect(placeholders.restore(mask(placeholders, text))).toBe(text);
      }),
    );
  });
});
