import { describe, expect, it } from 'vitest';
import type { Entity } from '../../../../src/safety/personal-data/entities.ts';
import { ALL, found, only } from './find.ts';

describe('personal data', () => {
  it.each<[Entity, string, string]>([
    ['email', 'write to <Ada.Lovelace+chat@Example.co.uk>.', 'Ada.Lovelace+chat@Example.co.uk'],
    ['email', 'メールはtaro@example.jpです', 'taro@example.jp'],
    ['url', 'see (https://example.com/a_(b)?q=1).', 'https://example.com/a_(b)?q=1'],
    ['url', '详见https://example.cn/路', 'https://example.cn/'],
    ['phone', '電話は090-1234-5678です', '090-1234-5678'],
    ['phone', '東京 (03) 3123-4567', '(03) 3123-4567'],
    ['phone', '제 번호는 010-2345-6789예요', '010-2345-6789'],
    ['phone', '서울 02-312-3456', '02-312-3456'],
    ['phone', '手机13812345678', '13812345678'],
    ['phone', 'Call (212) 555-0123 now', '(212) 555-0123'],
    ['phone', 'phone 2125550123', '2125550123'],
    ['phone', 'call +81 90-1234-5678 2 times', '+81 90-1234-5678'],
    ['phone', 'My order is late. On Jan 5 in this case call 090-1234-5678', '090-1234-5678'],
    ['phone', '+44 20 7946 0958', '+44 20 7946 0958'],
    ['passport', 'my passport number is TK1234567', 'TK1234567'],
    ['passport', 'パスポート番号 TR1234567', 'TR1234567'],
    ['passport', '여권번호는 M123A4567', 'M123A4567'],
    ['passport', '护照号码E12345678', 'E12345678'],
    ['us_ssn', 'it is 536-22-1234', '536-22-1234'],
    ['us_ssn', 'SSN 536221234', '536221234'],
    ['us_itin', 'ITIN: 912-70-1234', '912-70-1234'],
    ['kr_resident_number', '901010-1234567 입니다', '901010-1234567'],
    ['kr_resident_number', '주민번호 9010101234567', '9010101234567'],
    ['kr_resident_number', '주민등록번호: 850101 - 1234567', '850101 - 1234567'],
    ['kr_driver_licence', '운전면허 서울 12-345678-90', '12-345678-90'],
    ['jp_postal_code', '〒１５０−０００１', '１５０−０００１'],
    ['secret', 'password: hunter2!', 'hunter2!'],
    ['secret', 'password = correct-horse', 'correct-horse'],
    ['secret', '{"password": "swordfish"}', 'swordfish'],
    [
      'secret',
      'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    ],
    ['secret', 'パスワードはSakura#2024です', 'Sakura#2024'],
    ['secret', '비밀번호는 qwer1234! 입니다', 'qwer1234!'],
    ['secret', '密码是abc@12345', 'abc@12345'],
    ['secret', 'パスワード「abc12345」', 'abc12345'],
    ['secret', '暗証番号 4649', '4649'],
    ['secret', 'DB_PASSWORD=s3cr3t!', 's3cr3t!'],
    ['secret', 'postgres://admin:p4ssw0rd@localhost/app', 'p4ssw0rd'],
    ['secret', 'the api key I got is q8Zr4TnW1xYv6BcD3fGh', 'q8Zr4TnW1xYv6BcD3fGh'],
  ])('%s is found in "%s"', (entity, text, value) => {
    expect(found(text)).toEqual([[entity, value]]);
  });

  it.each<[Entity, string, string]>([
    ['person_name', 'Please ask Dr. Grace Hopper today.', 'Grace Hopper'],
    ['person_name', '昨日、田中太郎様にお会いした。', '田中太郎'],
    ['person_name', '홍길동 씨가 왔어요', '홍길동'],
    ['person_name', '我叫王小明。', '王小明'],
    [
      'postal_address',
      'at 1600 Amphitheatre Parkway, Mountain View, CA 94043.',
      '1600 Amphitheatre Parkway, Mountain View, CA 94043',
    ],
    ['postal_address', '住所は東京都千代田区丸の内1-9-1です', '東京都千代田区丸の内1-9-1'],
    ['postal_address', '서울특별시 종로구 세종대로 209 정부청사', '서울특별시 종로구 세종대로 209'],
    ['postal_address', '地址是北京市朝阳区建国路88号。', '北京市朝阳区建国路88号'],
  ])('%s is found in "%s" when it is asked for', (entity, text, value) => {
    expect(found(text)).toEqual([]);
    expect(found(text, ALL)).toEqual([[entity, value]]);
  });

  it.each([
    ['an ISBN', 'ISBN 9784873115658 を読んだ'],
    ['an ISBN without its name', '978-4-87311-565-8'],
    ['a barcode', '4901234567894'],
    ['a time in milliseconds', 'at 1700000000000 the job ended'],
    ['a time in seconds', 'at 1700000000 the job ended'],
    ['a date and time', '2024-01-15 12:30:45'],
    ['a version', 'version 1.2.3.4 is out'],
    ['an amount', 'the total is 123,456,789,018 yen'],
    ['a decimal', 'pi is 3.141592653589793'],
    ['an order', '注文番号 123456789018'],
    ['a part of a longer number', '99123456789018'],
    ['a UUID', '550e8400-e29b-41d4-a716-446655440000'],
    ['a hash', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['a void social security number', '078-05-1120'],
    ['an area that is never issued', '666-12-3456'],
    ['a day that does not exist', '901332-1234567'],
    ['numbers in two lines', '1234 5678\n9018'],
    ['words about passwords', 'Password: required. The password is too short.'],
    ['a path of a module', 'use std::io::Write and a::b'],
    ['a package of npm', 'install @scope/name@1.2.3'],
    ['names of algorithms', 'パスワードはSHA-256で保存する。 The token = sha256(text).'],
    [
      'code about tokens',
      'token = T.match_buffer(var_token, shape); secret: m.entity_secret, secret: 1951',
    ],
    ['a slug near a word for keys', 'the access token of security-admin-a-ordinary-002'],
    ['a score', 'they won 3-2, then 10-7-1'],
    ['a placeholder', 'password=<your password> token=${TOKEN}'],
  ])('nothing is found in %s', (_what, text) => {
    expect(found(text)).toEqual([]);
  });

  it('is one value in full width, with hyphens and with spaces', () => {
    for (const [one, ...others] of [
      ['123456789018', '１２３４５６７８９０１８', '1234-5678-9018', '1234 5678 9018'],
      [
        '4111111111111111',
        '４１１１－１１１１－１１１１－１１１１',
        '４１１１ー１１１１−１１１１–１１１１',
        '4111 1111 1111 1111',
      ],
      ['090-1234-5678', '０９０－１２３４－５６７８', '+81 90 1234 5678', '09012345678'],
      ['a@example.com', 'A@Example.com', 'ａ＠example.com', 'a\u200b@exam\u200bple.com'],
    ])
      for (const other of others) expect(only(other).value).toBe(only(one ?? '').value);
  });

  it('has its place in the text as it was given', () => {
    const text = '😀 ﬁ ０９０-１２３４-５６７８!';
    expect(found(text)).toEqual([['phone', '０９０-１２３４-５６７８']]);
  });

  it.each([
    ['4111111111111111', 'luhn'],
    ['GB29NWBK60161331926819', 'mod-97'],
    ['11010519491231002X', 'iso-7064-mod-11-2'],
    ['111111-1111118', 'mod-11'],
    ['111111-1111119', 'date'],
    ['AKIAIOSFODNN7EXAMPLE', 'prefix'],
    ['passport TK1234567', 'context'],
    ['+81 90-1234-5678', 'numbering-plan'],
  ])('of "%s" says that it was validated by %s', (text, check) => {
    expect(only(text).check).toBe(check);
  });

  it('of two kinds that fit is the one that the words around it name', () => {
    // both check digits are right
    const number = '300000000071';
    expect(found(`マイナンバー ${number}`)[0]?.[0]).toBe('jp_my_number');
    expect(found(`免許証番号 ${number}`)[0]?.[0]).toBe('jp_driver_licence');
  });

  it('does not overlap: the longer of two validated spans stays', () => {
    expect(found('https://example.com/?mail=a@example.com')).toEqual([
      ['url', 'https://example.com/?mail=a@example.com'],
    ]);
  });

  it('does not overlap: a validated span stays before a longer one that only its context names', () => {
    const text = 'password: a@example.com/9x';
    expect(found(text).map(([entity]) => entity)).toContain('email');
  });

  it('is the kinds that were asked for and no others', () => {
    expect(found('a@example.com 4111111111111111', new Set(['email']))).toEqual([
      ['email', 'a@example.com'],
    ]);
  });

  it.each([
    ['base64', 'bXkgbWFpbCBpcyBhQGV4YW1wbGUuY29t'],
    ['hex', '6d79206d61696c206973206140657861' + '6d706c652e636f6d'],
    ['percent', 'my%20mail%20is%20a%40example.com'],
  ])('is found in a run in %s, which is the span as a whole', (encoding, run) => {
    expect(found(`see ${run} there`, DEFAULT_EMAIL)).toEqual([]);
    expect(found(`see ${run} there`, DEFAULT_EMAIL, true)).toEqual([['email', run]]);
    expect(only(run, true).check).toBe(`${encoding}:form`);
  });

  it('is not looked for in words that happen to be Base64', () => {
    expect(found('internationalisation of characteristics', ALL, true)).toEqual([]);
  });

  it('is found in a long text in good time', () => {
    const text = 'call 090-1234-5678 or mail a@example.com, 12 34 56 78 90 items. '.repeat(1_000);
    const startMs = performance.now();
    expect(found(text, ALL, true).length).toBeGreaterThanOrEqual(2_000);
    expect(performance.now() - startMs).toBeLessThan(5_000);
  });
});

const DEFAULT_EMAIL: ReadonlySet<Entity> = new Set(['email']);
