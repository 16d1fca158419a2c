import { grouped, names, numberCases, plain, withWrongSign, type Cases } from './cases.ts';
import {
  businessDigit,
  corporateDigit,
  creditCodeSign,
  licenceDigit,
  luhnDigit,
  myNumberDigit,
  residentIdDigit,
} from './check-digit-makers.ts';
import type { Random } from './random.ts';

const withDigit = (body: string, digit: (body: string) => string): string => body + digit(body);
const myNumber = (random: Random): string => withDigit(random.digits(11), myNumberDigit);
const corporate = (random: Random): string => {
  const body = `${random.padded(1, 99)}${random.digits(10)}`;
  return corporateDigit(body) + body;
};
const licence = (random: Random): string =>
  withDigit(random.padded(10, 97) + random.digits(8), licenceDigit) + random.digits(1);
const business = (random: Random): string =>
  withDigit(String(random.between(101, 899)) + random.digits(6), businessDigit);
const REGIONS = ['110105', '310104', '440106', '510107', '330106', '420102', '610113', '210202'];
const residentId = (random: Random): string =>
  withDigit(
    random.pick(REGIONS) +
      String(random.between(1930, 2015)) +
      random.padded(1, 12) +
      random.padded(1, 28) +
      random.digits(3),
    residentIdDigit,
  );
const creditCode = (random: Random): string =>
  withDigit(
    `91${random.pick(REGIONS)}${random.signs('0123456789ABCDEFGHJKLMNPQRTUWXY', 9)}`,
    creditCodeSign,
  );
const provider = (random: Random): string => {
  const body = random.pick(['1', '2']) + random.digits(8);
  return body + luhnDigit(`80840${body}`);
};

/** The national numbers that have check digits. */
export const NUMBER_CASES: readonly Cases[] = [
  numberCases({
    entity: 'jp_my_number',
    isChecked: true,
    names: names('My Number', 'マイナンバー|個人番号', '마이넘버', '个人编号'),
    value: myNumber,
    write: [plain, grouped('-', 4, 4, 4), grouped(' ', 4, 4, 4)],
    standsAlone: true,
    wrong: (random) => withWrongSign(random, myNumber(random)),
    isMisnamedMiss: true,
  }),
  numberCases({
    entity: 'jp_corporate_number',
    isChecked: true,
    names: names('corporate number', '法人番号|登録番号', '일본 법인번호', '法人编号'),
    value: corporate,
    write: [plain, grouped('-', 1, 4, 4, 4), (value) => `T${value}`],
    standsAlone: (written) => !/^1[4-9]\d{11}$/u.test(written),
    wrong: (random) => withWrongSign(random, corporate(random), 0),
    isMisnamedMiss: true,
  }),
  numberCases({
    entity: 'jp_driver_licence',
    isChecked: true,
    names: names(
      "driver's license|driving licence number",
      '運転免許証番号|免許証の番号',
      '일본 운전면허',
      '日本驾照号码',
    ),
    value: licence,
    standsAlone: false,
    wrong: (random) => withWrongSign(random, licence(random), 10),
    isMisnamedMiss: true,
  }),
  numberCases({
    entity: 'kr_business_number',
    isChecked: true,
    names: names(
      'business registration number',
      '事業者登録番号',
      '사업자등록번호|사업자번호',
      '营业登记号',
    ),
    value: business,
    write: [plain, grouped('-', 3, 2, 5)],
    standsAlone: (written) => written.includes('-'),
    wrong: (random) => withWrongSign(random, business(random)),
    isMisnamedMiss: true,
  }),
  numberCases({
    entity: 'cn_resident_id',
    isChecked: true,
    names: names('Chinese ID card number', '身分証番号', '중국 신분증 번호', '身份证号|身份证号码'),
    value: residentId,
    standsAlone: true,
    wrong: (random) => withWrongSign(random, residentId(random)),
  }),
  numberCases({
    entity: 'cn_social_credit_code',
    isChecked: true,
    names: names(
      'social credit code',
      '統一社会信用コード',
      '통일사회신용코드',
      '统一社会信用代码',
    ),
    value: creditCode,
    standsAlone: true,
    wrong: (random) => withWrongSign(random, creditCode(random)),
  }),
  numberCases({
    entity: 'us_npi',
    isChecked: true,
    names: names('NPI|NPI number', 'NPI番号', 'NPI 번호', 'NPI号码'),
    value: provider,
    standsAlone: false,
    wrong: (random) => withWrongSign(random, provider(random)),
    isMisnamedMiss: true,
  }),
];
