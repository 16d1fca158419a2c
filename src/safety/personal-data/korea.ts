import { isBusinessNumber, isDate, isOldResidentNumber } from './check-digits.ts';
import type { Detector } from './detector.ts';
import { numberDetector } from './number-detector.ts';

const RESIDENT =
  /주민(?:등록)?\s?번호|주민번호|외국인\s?등록\s?번호|\b(?:resident|alien|foreigner) registration\b|\bRRN\b|住民登録番号|外国人登録番号|居民登记号|居民登录号/giu;
const BUSINESS =
  /사업자(?:등록)?\s?번호|사업자|\bbusiness registration\b|\bBRN\b|事業者登録番号|营业登记号|事業者/giu;
const LICENCE =
  /면허|\bdriv(?:er|ing)(?:['’]?s)? licen[cs]e\b|\blicen[cs]e (?:number|no)\b|免許|驾照|驾驶证/giu;

/** The 7th digit gives sex and century: 1, 2, 5 and 6 were born in the 1900s, 3, 4, 7 and 8 in the 2000s. */
function checkResidentNumber(number: string): string | null {
  const century = { 1: 1900, 2: 1900, 5: 1900, 6: 1900, 3: 2000, 4: 2000, 7: 2000, 8: 2000 }[
    number.charAt(6)
  ];
  if (century === undefined) return null;
  const [year, month, day] = [0, 2, 4].map((at) => Number(number.slice(at, at + 2)));
  if (!isDate(century + (year ?? 0), month ?? 0, day ?? 0)) return null;
  // numbers issued since October 2020 end in random digits, so a wrong check digit says nothing
  return isOldResidentNumber(number) ? 'mod-11' : 'date';
}

const FULL_LICENCE = /^\d{2}-\d{2}-\d{6}-\d{2}$/u;

/** Personal data of Korea. */
export const KOREA: readonly Detector[] = [
  numberDetector({
    entity: 'kr_resident_number',
    forms: [/\d{6}-\d{7}/u, /\d{6} ?\d{7}/u, /\d{6} - \d{7}/u],
    check: checkResidentNumber,
    words: RESIDENT,
    needsWord: (written) => !written.includes('-'),
  }),
  numberDetector({
    entity: 'kr_business_number',
    forms: [/[1-9]\d{2}(?<gap>[ -])\d{2}\k<gap>\d{5}/u, /[1-9]\d{9}/u],
    check: (number) => (isBusinessNumber(number) ? 'mod-10' : null),
    words: BUSINESS,
    needsWord: (written) => !written.includes('-'),
  }),
  numberDetector({
    entity: 'kr_driver_licence',
    // region 11 (Seoul) to 28 (Sejong), year, serial number, check digits
    forms: [
      /(?:1[1-9]|2[0-8])(?<gap>[ -])\d{2}\k<gap>\d{6}\k<gap>\d{2}/u,
      /(?:1[1-9]|2[0-8])\d{10}/u,
      /\d{2}-\d{6}-\d{2}/u,
    ],
    // before 1995 the region stood before the number as a word
    check: (_number, written) => (FULL_LICENCE.test(written) ? 'form' : 'context'),
    words: LICENCE,
    needsWord: (written) => !FULL_LICENCE.test(written),
  }),
];
