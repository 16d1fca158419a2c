import type { Random } from './random.ts';
import { bare, misnamed } from './sentences.ts';

/** EAN-13. @param body 12 digits */
function articleDigit(body: string): string {
  const sum = [...body].reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}

const isbn = (random: Random): string => {
  const body = `978${random.pick(['0', '4', '7', '89'])}${random.digits(9)}`.slice(0, 12);
  return body + articleDigit(body);
};
const date = (random: Random): string =>
  `${random.between(1990, 2030)}-${random.padded(1, 12)}-${random.padded(1, 28)}`;
const uuid = (random: Random): string =>
  [8, 4, 4, 4, 12].map((count) => random.signs('0123456789abcdef', count)).join('-');

/** Numbers and codes of daily life that are nobody's. */
const KINDS: readonly ((random: Random) => string)[] = [
  (random) => bare(random, date(random)).text,
  (random) =>
    bare(random, `${date(random)} ${random.padded(0, 23)}:${random.padded(0, 59)}:00`).text,
  (random) =>
    bare(random, `${random.between(1, 12)}/${random.between(1, 28)}/${random.between(1990, 2030)}`)
      .text,
  (random) =>
    `version ${random.below(20)}.${random.below(20)}.${random.below(20)}.${random.below(99)}`,
  (random) =>
    `${random.pick(['バージョン', '버전 ', '版本', 'v'])}${random.below(20)}.${random.below(20)}.${random.below(200)}`,
  (random) =>
    bare(
      random,
      `$${random.between(1, 999)},${random.digits(3)},${random.digits(3)}.${random.digits(2)}`,
    ).text,
  (random) =>
    bare(random, `${random.between(1, 999)},${random.digits(3)},${random.digits(3)}円`).text,
  (random) => bare(random, `ISBN ${isbn(random)}`).text,
  (random) => bare(random, isbn(random)).text,
  (random) => bare(random, String(random.between(1_500_000_000, 1_900_000_000))).text,
  (random) =>
    bare(random, `${random.between(1_500_000_000, 1_900_000_000)}${random.digits(3)}`).text,
  (random) => bare(random, uuid(random)).text,
  (random) => bare(random, random.signs('0123456789abcdef', random.pick([32, 40, 64]))).text,
  (random) => bare(random, `0.${random.digits(random.between(9, 18))}`).text,
  (random) => misnamed(random, random.digits(random.between(8, 14))).text,
  (random) => misnamed(random, `${random.digits(4)}-${random.digits(4)}-${random.digits(4)}`).text,
  (random) =>
    misnamed(random, `${random.signs('ABCDEFGHJKLMNPRSTUVWXYZ', 2)}-${random.digits(8)}`).text,
  (random) => bare(random, `${random.digits(4)} x ${random.digits(4)} = ${random.digits(8)}`).text,
  (random) =>
    bare(random, `${random.below(99)}-${random.below(99)}, ${random.below(99)}-${random.below(99)}`)
      .text,
  (random) =>
    bare(random, `${random.padded(0, 23)}:${random.padded(0, 59)}:${random.padded(0, 59)}`).text,
  (random) => bare(random, `@user_${random.digits(4)}`).text,
  (random) => bare(random, `std::vec::Vec<u${random.pick(['8', '16', '32'])}>`).text,
  (random) => bare(random, `3.${random.digits(15)}`).text,
  (random) => bare(random, random.digits(21)).text,
];

/** A sentence in which no kind of personal data should be found. */
export const makeNoise = (random: Random): string => random.pick(KINDS)(random);
