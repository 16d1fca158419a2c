import { grouped, names, numberCases, type Cases } from './cases.ts';
import type { Random } from './random.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const HEX = '0123456789abcdef';
const TOKEN = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const host = (random: Random): string =>
  `${random.signs(LOWER, random.between(3, 9))}.${random.pick(['com', 'co.jp', 'kr', 'com.cn', 'org', 'dev'])}`;
const email = (random: Random): string =>
  `${random.signs(LOWER, 4)}${random.pick(['.', '_', '+', '-', ''])}${random.signs(`${LOWER}0123456789`, 4)}@${host(random)}`;
const url = (random: Random): string =>
  `${random.pick(['https://', 'http://', 'https://www.'])}${host(random)}/${random.signs(LOWER, 5)}${random.pick(['', '?id=7', '#top', '/a_(b)'])}`;

const PHONES: readonly ((random: Random) => string)[] = [
  (random) => `0${random.pick(['9', '8', '7'])}0-${random.between(1000, 9999)}-${random.digits(4)}`,
  (random) => `0${random.pick(['9', '8'])}0${random.between(1000, 9999)}${random.digits(4)}`,
  (random) => `03-${random.between(3200, 3999)}-${random.digits(4)}`,
  (random) => `06(${random.between(6200, 6999)})${random.digits(4)}`,
  (random) => `010-${random.between(2000, 9999)}-${random.digits(4)}`,
  (random) => `010 ${random.between(2000, 9999)} ${random.digits(4)}`,
  (random) => `02-${random.between(300, 899)}-${random.digits(4)}`,
  (random) => `031-${random.between(300, 899)}-${random.digits(4)}`,
  (random) => `1${random.pick(['38', '39', '58', '86', '77'])}${random.digits(8)}`,
  (random) => `1${random.pick(['38', '39', '58'])} ${random.digits(4)} ${random.digits(4)}`,
  (random) => `010-${random.between(60000000, 69999999)}`,
  (random) => `0755-${random.between(26000000, 26999999)}`,
  (random) =>
    `(${random.pick(['212', '415', '617'])}) ${random.between(200, 999)}-${random.digits(4)}`,
  (random) =>
    `${random.pick(['212', '415', '617'])}-${random.between(200, 999)}-${random.digits(4)}`,
  (random) => `1-${random.pick(['212', '415'])}-${random.between(200, 999)}-${random.digits(4)}`,
  (random) => `+81 ${random.pick(['90', '80'])}-${random.between(1000, 9999)}-${random.digits(4)}`,
  (random) => `+82-10-${random.between(2000, 9999)}-${random.digits(4)}`,
  (random) => `+86 138 ${random.digits(4)} ${random.digits(4)}`,
  (random) => `+1 (415) ${random.between(200, 999)}-${random.digits(4)}`,
  (random) => `+4420${random.between(70000000, 79999999)}`,
];

const SECRETS: readonly ((random: Random) => string)[] = [
  (random) => `sk-proj-${random.signs(TOKEN, 48)}`,
  (random) => `ghp_${random.signs(TOKEN, 36)}`,
  (random) => `github_pat_${random.signs(TOKEN, 22)}_${random.signs(TOKEN, 59)}`,
  (random) => `AKIA${random.signs('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`,
  (random) => `AIza${random.signs(`${TOKEN}_-`, 34)}${random.signs(TOKEN, 1)}`,
  (random) => `xoxb-${random.digits(11)}-${random.signs(TOKEN, 24)}`,
  (random) => `glpat-${random.signs(TOKEN, 20)}`,
  (random) => {
    const body = Buffer.from(JSON.stringify({ sub: random.digits(6) })).toString('base64url');
    return `eyJhbGciOiJIUzI1NiJ9.${body}.${random.signs(TOKEN, 43)}`;
  },
  (random) => `${random.signs(LOWER, 5)}${random.pick(['!', '#', '@', '$'])}${random.digits(4)}`,
  (random) => random.signs(TOKEN, 32),
];
const NO_SECRETS = [
  'SHA-256',
  'bcrypt',
  '1 of 3',
  'getToken(user)',
  'user.password',
  'reset',
  'AES-256',
  'longer than 12 characters',
  '12 文字以上',
  '2024-01-15',

  'required',
  'too short',
  'case-sensitive',
  'expired',
  '********',
  '<password>',
  'hidden',
];

/** Addresses of the network, telephones and secrets. */
export const INTERNET_CASES: readonly Cases[] = [
  numberCases({
    entity: 'email',
    isChecked: false,
    names: names('e-mail|email address', 'メール|メールアドレス', '이메일', '邮箱'),
    value: email,
    standsAlone: true,
    wrong: (random) =>
      random.pick([
        (value: string) => value.replace('@', ' at '),
        (value: string) => value.replace(/\..*$/u, ''),
        (value: string) => value.replace(/@.*/u, '@1.2.3'),
        (value: string) => `@${value.replace(/@.*/u, '')}/core`,
      ])(`ab@${host(random)}`),
  }),
  numberCases({
    entity: 'url',
    isChecked: false,
    names: names('website|link', 'サイト|リンク', '사이트|링크', '网站|链接'),
    value: url,
    standsAlone: true,
    wrong: (random) =>
      random.pick(['http', 'https:', 'src/index.ts', 'and/or', 'https://', 'C:/tmp/a']),
  }),
  numberCases({
    entity: 'ip_address',
    isChecked: false,
    names: names('IP|IP address', 'IPアドレス', 'IP 주소', 'IP地址'),
    value: (random) =>
      random.pick([
        () => [0, 0, 0, 0].map(() => random.between(1, 254)).join('.'),
        () =>
          `2001:db8:${[0, 0, 0].map(() => random.signs(HEX, 4)).join(':')}::${random.signs(HEX, 3)}${random.digits(1)}`,
      ])(),
    standsAlone: true,
    wrong: (random) =>
      random.pick([
        `${random.between(256, 999)}.1.2.3`,
        `version 2.${random.below(9)}.3.4`,
        '1.2.3',
        '1.2.3.4.5',
        '12:30:45',
        'std::io',
      ]),
  }),
  numberCases({
    entity: 'mac_address',
    isChecked: false,
    names: names('MAC|MAC address', 'MACアドレス', 'MAC 주소', 'MAC地址'),
    value: (random) =>
      grouped(random.pick([':', '-']), 2, 2, 2, 2, 2)(random.signs(HEX, 12)).toUpperCase(),
    standsAlone: true,
    wrong: (random) =>
      random.pick([
        grouped(':', 2, 2, 2, 2)(random.signs(HEX, 10)),
        grouped(':', 2, 2, 2, 2, 2, 2)(random.signs(HEX, 14)),
        grouped(':', 2, 2, 2, 2, 2)(`g${random.signs(HEX, 11)}`),
      ]),
  }),
  numberCases({
    entity: 'phone',
    isChecked: false,
    names: names('phone number|mobile', '電話番号|携帯', '전화번호|휴대폰', '电话|手机号'),
    value: (random) => random.pick(PHONES)(random),
    standsAlone: true,
    wrong: (random) =>
      random.pick([
        () => `0${random.digits(2)}-${random.digits(2)}-${random.digits(2)}`,
        () => `${random.digits(4)}-${random.padded(1, 12)}-${random.padded(1, 28)}`,
        () => `(${random.pick(['100', '111'])}) ${random.digits(3)}-${random.digits(4)}`,
        () => `+999 ${random.digits(8)}`,
        () => `1${random.below(2)}${random.digits(9)}`,
      ])(),
  }),
  numberCases({
    entity: 'secret',
    isChecked: false,
    names: names('password|API key', 'パスワード|APIキー', '비밀번호|API 키', '密码|密钥'),
    value: (random) => random.pick(SECRETS)(random),
    standsAlone: (written) => /^(?:sk-|gh|github|AKIA|AIza|xox|glpat|eyJ)/u.test(written),
    wrong: (random) => random.pick(NO_SECRETS),
  }),
];
