import type { Detector } from './detector.ts';
import { numberDetector } from './number-detector.ts';
import { isLuhnNumber } from './validator.ts';

const SSN =
  /\bSSN\b|\bsocial security\b|社会保障番号|ソーシャルセキュリティ|사회\s?보장\s?번호|社会安全号|社会保障号/giu;
const ITIN =
  /\bITIN\b|\btaxpayer (?:id|identification)\b|納税者番号|納税者識別番号|납세자\s?(?:식별)?\s?번호|纳税人识别号|纳税人编号/giu;
const NPI = /\bNPI\b|\bnational provider\b|医療提供者|의료\s?제공자|医疗服务提供者/giu;

/** Numbers that were printed in advertisements and are void (Social Security Administration). */
const VOID = new Set(['078051120', '219099999', '457555462']);

/** Area 001 to 899 without 666, group 01 to 99, serial number 0001 to 9999 (Social Security Administration, 2011). */
const IS_SSN = /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/u;

/** First digit 9, fourth and fifth 50 to 65, 70 to 88, 90 to 92 or 94 to 99 (Internal Revenue Manual 3.21.263). */
const IS_ITIN = /^9\d{2}(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])\d{4}$/u;

/** The prefix for health applications in the United States (ISO/IEC 7812-1), part of the sum but never written. */
const NPI_PREFIX = '80840';

const isHyphenated = (written: string): boolean => written.includes('-');

/** Personal data of the United States. */
export const UNITED_STATES: readonly Detector[] = [
  numberDetector({
    entity: 'us_ssn',
    forms: [/\d{3}(?<gap>[ -])\d{2}\k<gap>\d{4}/u, /\d{9}/u],
    check: (number) => (IS_SSN.test(number) && !VOID.has(number) ? 'area-group-serial' : null),
    words: SSN,
    needsWord: (written) => !isHyphenated(written),
  }),
  numberDetector({
    entity: 'us_itin',
    forms: [/9\d{2}(?<gap>[ -])\d{2}\k<gap>\d{4}/u, /9\d{8}/u],
    check: (number) => (IS_ITIN.test(number) ? 'group-range' : null),
    words: ITIN,
    needsWord: (written) => !isHyphenated(written),
  }),
  numberDetector({
    entity: 'us_npi',
    forms: [/[12]\d{9}/u],
    check: (number) => (isLuhnNumber(NPI_PREFIX + number) ? 'luhn-80840' : null),
    words: NPI,
    needsWord: () => true,
  }),
];
