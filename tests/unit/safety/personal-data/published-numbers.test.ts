import { describe, expect, it } from 'vitest';
import type { Entity } from '../../../../src/safety/personal-data/entities.ts';
import { found } from './find.ts';

/** Entity, source of the example, a text with nothing else to find, and the value in it. */
type Example = readonly [entity: Entity, source: string, text: string, value: string];

const EXAMPLES: readonly Example[] = [
  [
    'payment_card',
    'Visa, Stripe test page',
    'card 4111 1111 1111 1111, thanks',
    '4111 1111 1111 1111',
  ],
  ['payment_card', 'Visa, PayPal test page', '카드 4012888888881881 입니다', '4012888888881881'],
  [
    'payment_card',
    'Mastercard, Stripe test page',
    '卡号5555-5555-5555-4444。',
    '5555-5555-5555-4444',
  ],
  ['payment_card', 'Mastercard range 2, Stripe test page', '2223003122003222', '2223003122003222'],
  ['payment_card', 'American Express, Stripe test page', '3782 822463 10005', '3782 822463 10005'],
  ['payment_card', 'JCB, PayPal test page', 'カードは3530111333300000です', '3530111333300000'],
  ['payment_card', 'Diners Club, Stripe test page', '30569309025904', '30569309025904'],
  ['payment_card', 'Discover, Stripe test page', '6011111111111117', '6011111111111117'],
  ['payment_card', 'UnionPay, Stripe test page', '银联6200000000000005', '6200000000000005'],
  [
    'payment_card',
    'UnionPay of 19 digits, Stripe test page',
    '6205500000000000004',
    '6205500000000000004',
  ],
  [
    'iban',
    'SWIFT IBAN registry, DE',
    'pay to DE89 3704 0044 0532 0130 00 now',
    'DE89 3704 0044 0532 0130 00',
  ],
  ['iban', 'SWIFT IBAN registry, GB', '口座GB29NWBK60161331926819へ', 'GB29NWBK60161331926819'],
  [
    'iban',
    'SWIFT IBAN registry, FR',
    'FR14 2004 1010 0505 0001 3M02 606.',
    'FR14 2004 1010 0505 0001 3M02 606',
  ],
  [
    'iban',
    'SWIFT IBAN registry, MT',
    'MT84 MALT 0110 0001 2345 MTLC AST0 01S',
    'MT84 MALT 0110 0001 2345 MTLC AST0 01S',
  ],
  [
    'crypto_address',
    'the first block of Bitcoin',
    'to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
    '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
  ],
  [
    'crypto_address',
    'Bitcoin wiki, pay to script hash',
    '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy',
    '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy',
  ],
  [
    'crypto_address',
    'BIP-173',
    'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4',
    'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4',
  ],
  [
    'crypto_address',
    'BIP-350',
    'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
    'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
  ],
  [
    'crypto_address',
    'EIP-55',
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  ],
  ['secret', 'AWS documentation', 'id AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
  ['jp_my_number', 'formula of the ordinance of 2014', '番号は123456789018です', '123456789018'],
  [
    'jp_corporate_number',
    'National Tax Agency itself',
    '国税庁の番号は7000012050002です',
    '7000012050002',
  ],
  [
    'jp_corporate_number',
    'example of the National Tax Agency',
    '法人番号 8700110005901',
    '8700110005901',
  ],
  ['jp_driver_licence', 'kojima-yutaka.main.jp', '免許証の番号は459803358720です', '459803358720'],
  ['jp_postal_code', 'Japan Post, Chiyoda 1', '〒100-0001', '100-0001'],
  [
    'kr_resident_number',
    'the specimen 111111-1111118',
    '주민등록번호 111111-1111118',
    '111111-1111118',
  ],
  ['kr_business_number', 'Samsung Electronics', '사업자번호 124-81-00998', '124-81-00998'],
  ['kr_business_number', 'Kakao', '120-81-47521', '120-81-47521'],
  ['kr_business_number', 'Naver', '220-81-62517', '220-81-62517'],
  [
    'kr_driver_licence',
    'the form of the Korean Road Traffic Authority',
    '면허 11-22-333333-44',
    '11-22-333333-44',
  ],
  ['cn_resident_id', 'GB 11643-1999', '身份证号11010519491231002X。', '11010519491231002X'],
  ['cn_social_credit_code', 'GB 32100-2015', '91350100M000100Y43', '91350100M000100Y43'],
  ['us_npi', 'CMS, requirements for the check digit', 'NPI: 1234567893', '1234567893'],
  ['ip_address', 'RFC 5737', 'from 203.0.113.195 today', '203.0.113.195'],
  ['ip_address', 'RFC 5952', 'host 2001:db8:85a3::8a2e:370:7334.', '2001:db8:85a3::8a2e:370:7334'],
  ['mac_address', 'RFC 7042', '00-00-5E-00-53-01', '00-00-5E-00-53-01'],
];

describe('published examples', () => {
  it.each(EXAMPLES)('%s is found in the example of %s', (entity, _source, text, value) => {
    expect(found(text)).toEqual([[entity, value]]);
  });

  const DIGIT_OR_LETTER = /[0-9A-Za-z](?=[^0-9A-Za-z]*$)/u;
  const CHECKED = EXAMPLES.filter(([entity]) =>
    /^(?:payment_card|iban|jp_my|jp_corp|jp_driver|kr_business|cn_|us_npi)/u.test(entity),
  );
  it.each(CHECKED)(
    '%s of %s is not found with another last digit',
    (entity, _source, text, value) => {
      // the last digit of a licence counts reissues, so there the one before it is changed
      const body = entity === 'jp_driver_licence' ? value.slice(0, -1) : value;
      const wrong = body.replace(DIGIT_OR_LETTER, (last) => (last === '9' ? '8' : '9'));
      const changed = text.replace(value, wrong + value.slice(body.length));
      expect(found(changed).map(([kind]) => kind)).not.toContain(entity);
    },
  );

  it('an address with the checksum of the other version of Bech32 is not found (BIP-350)', () => {
    expect(found('bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd')).toEqual([]);
  });

  it('the web token of RFC 7519 is a secret', () => {
    const token =
      'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    expect(found(`Authorization: Bearer ${token}`)).toEqual([['secret', token]]);
  });
});
