import { describe, expect, it } from 'vitest';
import { decodeBase64, findEncodedRuns } from '../../../../src/safety/personal-data/decode.ts';

describe('encoded runs', () => {
  it.each([
    ['', ''],
    ['Zg==', 'f'],
    ['Zm8=', 'fo'],
    ['Zm9v', 'foo'],
    ['Zm9vYg==', 'foob'],
    ['Zm9vYmE=', 'fooba'],
    ['Zm9vYmFy', 'foobar'],
  ])('Base64 %s is "%s" (RFC 4648, section 10)', (encoded, text) => {
    expect(decodeBase64(encoded)).toBe(text);
  });

  it('hold text in UTF-8, also in the alphabet for URLs', () => {
    expect(decodeBase64('6Zu76Kmx')).toBe('電話');
    expect(decodeBase64('Pz8_Pj4-')).toBe('???>>>');
  });

  it('are none if they decode to no text', () => {
    expect(decodeBase64('/////w==')).toBeNull();
    expect(decodeBase64('AAAA')).toBeNull();
    expect(decodeBase64('Zm9vY')).toBeNull();
  });

  it('are looked into only between 12 and 4,096 characters', () => {
    expect(findEncodedRuns('Zm9vYmFy')).toEqual([]);
    expect(findEncodedRuns('Zm9v'.repeat(1_024))).toHaveLength(1);
    expect(findEncodedRuns('Zm9v'.repeat(1_025))).toEqual([]);
  });
});
