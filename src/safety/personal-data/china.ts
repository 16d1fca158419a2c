import { isDate, isResidentId, isSocialCreditCode } from './check-digits.ts';
import type { Detector } from './detector.ts';
import { numberDetector } from './number-detector.ts';

const RESIDENT_ID = /身份证|身分證|公民身份号码|\bresident id\b|\bID card\b|신분증|身分証/giu;
const CREDIT_CODE =
  /统一社会信用代码|信用代码|\bsocial credit code\b|\bUSCC\b|統一社会信用コード/giu;

/** First two digits of GB/T 2260: provinces, and 81 to 83 for residents of Hong Kong, Macao and Taiwan. */
const REGION = '(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])';

function checkResidentId(number: string): string | null {
  const year = Number(number.slice(6, 10));
  const isBorn = isDate(year, Number(number.slice(10, 12)), Number(number.slice(12, 14)));
  return isBorn && isResidentId(number) ? 'iso-7064-mod-11-2' : null;
}

/** Personal data of China. */
export const CHINA: readonly Detector[] = [
  numberDetector({
    entity: 'cn_resident_id',
    forms: [
      new RegExp(`${REGION}\\d{4}(?:19|20)\\d{9}[\\dXx]`, 'u'),
      new RegExp(`${REGION}\\d{4}(?<gap>[ -])(?:19|20)\\d{6}\\k<gap>\\d{3}[\\dXx]`, 'u'),
    ],
    check: checkResidentId,
    words: RESIDENT_ID,
    needsWord: () => false,
  }),
  numberDetector({
    entity: 'cn_social_credit_code',
    // authority, kind of organisation, region, organisation code, check character
    forms: [/[1-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy][1-59]\d{6}[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{10}/u],
    check: (code) => (isSocialCreditCode(code) ? 'mod-31' : null),
    words: CREDIT_CODE,
    needsWord: () => false,
  }),
];
