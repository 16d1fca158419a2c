import { grouped, names, numberCases, plain, type Cases } from './cases.ts';
import type { Random } from './random.ts';

const hasHyphen = (written: string): boolean => written.includes('-');

const birth = (random: Random): string =>
  `${random.digits(2)}${random.padded(1, 12)}${random.padded(1, 28)}`;
const socialSecurity = (random: Random): string =>
  `${random.pick([random.padded(1, 665, 3), random.padded(667, 899, 3)])}${random.padded(1, 99)}${random.padded(1, 9999, 4)}`;

/** Numbers of documents without check digits that can be relied on. */
export const DOCUMENT_CASES: readonly Cases[] = [
  numberCases({
    entity: 'passport',
    isChecked: false,
    names: names('passport|passport number', 'パスポート|旅券番号', '여권번호|여권', '护照|护照号'),
    value: (random) =>
      random.pick([
        () => random.signs('MT', 1) + random.signs('RSKZ', 1) + random.digits(7),
        () => `M${random.digits(8)}`,
        () => `M${random.digits(3)}${random.signs('ABCD', 1)}${random.digits(4)}`,
        () => `E${random.digits(8)}`,
        () => random.digits(9),
      ])(),
    standsAlone: false,
    wrong: (random) => random.signs('ABC', 1) + random.digits(random.pick([4, 5, 6])),
    isMisnamedMiss: true,
  }),
  numberCases({
    entity: 'jp_postal_code',
    isChecked: false,
    names: names('postal code|zip code', '郵便番号|〒', '일본 우편번호', '日本邮编'),
    value: (random) => `${random.digits(3)}-${random.digits(4)}`,
    standsAlone: false,
    wrong: (random) => `${random.digits(2)}-${random.digits(4)}`,
    isMisnamedMiss: true,
  }),
  numberCases({
    entity: 'kr_resident_number',
    isChecked: false,
    names: names(
      'resident registration number',
      '住民登録番号',
      '주민등록번호|외국인등록번호',
      '居民登记号',
    ),
    value: (random) =>
      `${birth(random)}${random.pick(['1', '2', '3', '4', '5', '6', '7', '8'])}${random.digits(6)}`.replace(
        /^(\d\d)0229/u,
        '$10228',
      ),
    write: [grouped('-', 6, 7), grouped('-', 6, 7), plain],
    standsAlone: hasHyphen,
    wrong: (random) =>
      `${random.digits(2)}${random.padded(13, 99)}${random.digits(2)}-${random.digits(7)}`,
    isMisnamedMiss: true,
  }),
  numberCases({
    entity: 'kr_driver_licence',
    isChecked: false,
    names: names("driver's license", '韓国の運転免許', '운전면허번호|면허번호', '韩国驾照'),
    value: (random) => random.padded(11, 28) + random.digits(10),
    write: [grouped('-', 2, 2, 6)],
    standsAlone: true,
    wrong: (random) => grouped('-', 2, 2, 6)(random.padded(29, 99) + random.digits(10)),
    isMisnamedMiss: true,
  }),
  numberCases({
    entity: 'us_ssn',
    isChecked: false,
    names: names('SSN|Social Security number', '社会保障番号', '사회보장번호', '社会安全号'),
    value: socialSecurity,
    write: [grouped('-', 3, 2, 4), grouped('-', 3, 2, 4), grouped(' ', 3, 2, 4), plain],
    standsAlone: hasHyphen,
    wrong: (random) =>
      random.pick([
        `666-${random.digits(2)}-${random.digits(4)}`,
        `000-12-${random.digits(4)}`,
        `123-00-${random.digits(4)}`,
        `123-45-0000`,
      ]),
    isMisnamedMiss: true,
  }),
  numberCases({
    entity: 'us_itin',
    isChecked: false,
    names: names('ITIN', 'ITIN', 'ITIN', 'ITIN'),
    value: (random) =>
      `9${random.digits(2)}${random.pick([random.padded(50, 65), random.padded(70, 88)])}${random.digits(4)}`,
    write: [grouped('-', 3, 2, 4), plain],
    standsAlone: hasHyphen,
    wrong: (random) => `9${random.digits(2)}-${random.padded(10, 49)}-${random.digits(4)}`,
    isMisnamedMiss: true,
  }),
];
