import { makeBase58Check, makeWitnessAddress } from './address-makers.ts';
import { grouped, names, numberCases, plain, withWrongSign, type Cases } from './cases.ts';
import { iban, luhnDigit } from './check-digit-makers.ts';
import type { Random } from './random.ts';

/** Prefix and length of each network. */
const NETWORKS = [
  ['4', 16],
  ['4', 19],
  ['51', 16],
  ['55', 16],
  ['2221', 16],
  ['2720', 16],
  ['34', 15],
  ['37', 15],
  ['36', 14],
  ['6011', 16],
  ['65', 16],
  ['3528', 16],
  ['3589', 16],
  ['62', 16],
  ['62', 19],
] as const;

function card(random: Random): string {
  const [prefix, length] = random.pick(NETWORKS);
  const body = prefix + random.digits(length - prefix.length - 1);
  return body + luhnDigit(body);
}

function writeCard(value: string, separator: string): string {
  if (value.length === 15) return grouped(separator, 4, 6, 5)(value);
  if (value.length === 14) return grouped(separator, 4, 6, 4)(value);
  return grouped(separator, 4, 4, 4, 4)(value);
}

const ACCOUNTS: readonly ((random: Random) => string)[] = [
  (random) => iban('DE', random.digits(18)),
  (random) => iban('GB', random.signs('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 4) + random.digits(14)),
  (random) => iban('AT', random.digits(16)),
  (random) => iban('CH', random.digits(17)),
  (random) => iban('DK', random.digits(14)),
  (random) => iban('IE', random.signs('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 4) + random.digits(14)),
];

function address(random: Random): string {
  const kind = random.below(4);
  if (kind === 0) return makeBase58Check(random, random.pick([0, 5]));
  if (kind === 1) return makeBase58Check(random, random.pick([48, 30, 65]));
  return makeWitnessAddress(random, random.pick(['bc', 'ltc']), kind === 2 ? 0 : 1);
}

/** Cards, accounts and wallets. */
export const PAYMENT_CASES: readonly Cases[] = [
  numberCases({
    entity: 'payment_card',
    isChecked: true,
    names: names(
      'credit card|card number',
      'カード番号|クレジットカード',
      '카드번호|신용카드',
      '卡号|信用卡',
    ),
    value: card,
    write: [plain, (value) => writeCard(value, ' '), (value) => writeCard(value, '-')],
    standsAlone: true,
    wrong: (random) => withWrongSign(random, card(random)),
  }),
  numberCases({
    entity: 'iban',
    isChecked: true,
    names: names('IBAN|bank account', 'IBAN|口座番号', 'IBAN|계좌번호', 'IBAN|银行账号'),
    value: (random) => random.pick(ACCOUNTS)(random),
    write: [plain, grouped(' ', 4, 4, 4, 4, 4, 4)],
    standsAlone: true,
    wrong: (random) => withWrongSign(random, random.pick(ACCOUNTS)(random)),
  }),
  numberCases({
    entity: 'crypto_address',
    isChecked: true,
    names: names('wallet|bitcoin address', 'ウォレット|送金先', '지갑 주소', '钱包地址'),
    value: address,
    standsAlone: true,
    wrong: (random) => withWrongSign(random, address(random), 12),
  }),
];
