import {
  isArticleNumber,
  isCorporateNumber,
  isJapaneseDriverLicence,
  isMyNumber,
} from './check-digits.ts';
import type { Detector } from './detector.ts';
import { numberDetector } from './number-detector.ts';

const MY_NUMBER =
  /マイナンバー|個人番号|マイナ|\bmy[ -]?number\b|\bindividual number\b|마이넘버|个人编号/giu;
const LICENCE =
  /免許|\bdriv(?:er|ing)(?:['’]?s)? licen[cs]e\b|\blicen[cs]e (?:number|no)\b|運転者|면허|驾照|驾驶证/giu;
const CORPORATE =
  /法人番号|(?<!住民|外国人|事業者|車両)登録番号|インボイス|\bcorporate number\b|\bhoujin\b|법인번호|法人编号|法人编码/giu;
const POSTAL_CODE =
  /〒|郵便番号|\bpost(?:al)? ?code\b|\bzip(?: code)?\b|우편번호|邮编|邮政编码|郵便/giu;

/** Milliseconds since 1970, from 2014 to 2033. */
const TIMESTAMP = /^1[4-9]\d{11}$/u;

/** Personal data of Japan. */
export const JAPAN: readonly Detector[] = [
  numberDetector({
    entity: 'jp_my_number',
    forms: [/\d{12}/u, /\d{4}(?<gap>[ -])\d{4}\k<gap>\d{4}/u],
    check: (number) => (isMyNumber(number) && !/^(\d)\1+$/u.test(number) ? 'mod-11' : null),
    words: MY_NUMBER,
    otherKinds: LICENCE,
    needsWord: () => false,
  }),
  numberDetector({
    entity: 'jp_corporate_number',
    forms: [/T?\d{13}/u, /T?\d(?<gap>[ -])\d{4}\k<gap>\d{4}\k<gap>\d{4}/u],
    // the T stands before the number as the number of a registered invoice issuer
    canonical: (number) => number.replace('T', ''),
    check: (number) =>
      isCorporateNumber(number.replace('T', '')) && !isArticleNumber(number) ? 'mod-9' : null,
    words: CORPORATE,
    needsWord: (written) => TIMESTAMP.test(written),
  }),
  numberDetector({
    entity: 'jp_driver_licence',
    forms: [/\d{12}/u, /\d{4}(?<gap>[ -])\d{4}\k<gap>\d{4}/u],
    check: (number) => (isJapaneseDriverLicence(number) ? 'mod-11' : null),
    words: LICENCE,
    otherKinds: MY_NUMBER,
    needsWord: () => true,
  }),
  numberDetector({
    entity: 'jp_postal_code',
    forms: [/\d{3}-\d{4}/u, /\d{7}/u],
    check: () => 'context',
    words: POSTAL_CODE,
    reach: 24,
    needsWord: () => true,
  }),
];
