import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import { distanceToWord, isNamedOtherwise, standsAlone } from './context.ts';
import type { Candidate, Detector } from './detector.ts';
import { everywhere, findForms } from './number-detector.ts';

const WORDS =
  /\b(?:tel|telephone|phone|mobile|cell(?:phone)?|fax|call|text|whatsapp|contact|dial|reach)\b|電話|携帯|ケータイ|連絡先|ファックス|전화|휴대|핸드폰|연락|팩스|통화|电话|手机|联系|传真|致电|拨打|短信/giu;

interface Form {
  form: RegExp;
  country: CountryCode;
  needsWord: boolean;
}

const form = (source: string, country: CountryCode, needsWord = false): Form => ({
  form: everywhere(new RegExp(source, 'u')),
  country,
  needsWord,
});

const INTERNATIONAL = /(?<![A-Za-z0-9_+])\+\d{1,3}(?:[ .-]?(?:\(\d{1,5}\)|\d{1,5})){1,6}/gu;

/** An area in brackets, or apart from what follows. */
const areaOf = (area: string): string => `(?:\\(${area}\\)[-. ]?|${area}[-. ])`;

/** Ways to write national numbers, the surer ones first. What fits is then checked against the country's numbering plan. */
const FORMS: readonly Form[] = [
  // Korea: mobile, Seoul, other areas
  form('01[016-9][-. ]?\\d{3,4}[-. ]?\\d{4}', 'KR'),
  form(`${areaOf('0(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70)')}\\d{3,4}[-. ]\\d{4}`, 'KR'),
  // Japan: mobile and internet telephony, areas of 1 to 4 digits after the 0
  form('0[5789]0[-. ]?\\d{4}[-. ]?\\d{4}', 'JP'),
  form('0\\d{1,4}[-. ]\\d{1,4}[-. ]\\d{4}', 'JP'),
  form('\\(0\\d{1,4}\\) ?\\d{1,4}[-. ]\\d{4}', 'JP'),
  form('0\\d{1,4}\\(\\d{1,4}\\)\\d{4}', 'JP'),
  form('0(?:120|800)[- ]\\d{3}[- ]\\d{3,4}', 'JP'),
  // China: mobile, areas
  form('1[3-9]\\d[- ]?\\d{4}[- ]?\\d{4}', 'CN'),
  form(`${areaOf('0(?:10|2\\d|[3-9]\\d{2})')}\\d{7,8}`, 'CN'),
  form('0(?:10|2\\d|[3-9]\\d{2})[- ]\\d{4}[- ]\\d{4}', 'CN'),
  // United States
  form('(?:1[-. ])?\\([2-9]\\d{2}\\) ?[2-9]\\d{2}[-. ]\\d{4}', 'US'),
  form('(?:1[-. ])?[2-9]\\d{2}(?<gap>[-. ])[2-9]\\d{2}\\k<gap>\\d{4}', 'US'),
  form('(?:1[-. ]?)?[2-9]\\d{2}/[2-9]\\d{2}-\\d{4}', 'US'),
  // without separators
  form('0\\d{8,10}', 'JP', true),
  form('0\\d{8,10}', 'KR', true),
  form('0\\d{9,11}', 'CN', true),
  form('1?[2-9]\\d{9}', 'US', true),
];

function parse(written: string, country: CountryCode | undefined): string | null {
  const options = { extract: false, ...(country === undefined ? {} : { defaultCountry: country }) };
  const number = parsePhoneNumberFromString(written, options);
  return number?.isValid() ? number.number : null;
}

function judge(
  text: string,
  start: number,
  end: number,
  { country, needsWord }: Form,
): Candidate[] {
  if (!standsAlone(text, start, end)) return [];
  const distance = distanceToWord(text, start, end, WORDS);
  if (distance === Infinity && (needsWord || isNamedOtherwise(text, start, end))) return [];
  const value = parse(text.slice(start, end), country);
  return value === null ? [] : [{ start, end, value, check: 'numbering-plan', distance }];
}

/** The longest of the groups from a plus sign on that are a number together: others may follow it. */
function findInternational(text: string): Candidate[] {
  return [...text.matchAll(INTERNATIONAL)].flatMap(({ 0: groups, index: start }) => {
    const ends = [...groups.matchAll(/\d\)?(?!\d|\))/gu)].map(
      (last) => last.index + last[0].length,
    );
    for (const end of ends.toReversed()) {
      const value = parse(groups.slice(0, end), undefined);
      const isCut = /^[A-Za-z0-9_]/u.test(text.slice(start + end));
      if (value !== null && !isCut)
        return [{ start, end: start + end, value, check: 'numbering-plan', distance: Infinity }];
    }
    return [];
  });
}

/** Telephone numbers: E.164 of any country, and national forms of Japan, Korea, China and the United States. */
export const PHONES: Detector = {
  entity: 'phone',
  find: (text) => [
    ...findInternational(text),
    ...FORMS.flatMap((way) =>
      [...findForms(text, way.form)].flatMap(({ start, end }) => judge(text, start, end, way)),
    ),
  ],
};
