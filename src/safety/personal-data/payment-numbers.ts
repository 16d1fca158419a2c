import { countrySpecs, isValidIBAN } from 'ibantools';
import { isArticleNumber } from './check-digits.ts';
import { standsAlone } from './context.ts';
import type { Candidate, Detector } from './detector.ts';
import { everywhere, findForms, withoutSeparators } from './number-detector.ts';
import { isLuhnNumber } from './validator.ts';

/** Ranges of issuers and lengths in digits (ISO/IEC 7812-1 and the networks' own publications). */
const ISSUERS: readonly RegExp[] = [
  /^4(?:\d{12}|\d{15}|\d{18})$/u, // Visa
  /^(?:5[1-5]|2(?:22[1-9]|2[3-9]\d|[3-6]\d{2}|7[01]\d|720))\d+$/u, // Mastercard, 16 by the next rule
  /^3[47]\d{13}$/u, // American Express
  /^3(?:0[0-5]|[689]\d)\d{11,16}$/u, // Diners Club
  /^(?:6011|65\d{2}|64[4-9]\d)\d{12,15}$/u, // Discover
  /^35(?:2[89]|[3-8]\d)\d{12,15}$/u, // JCB
  /^(?:62|81)\d{14,17}$/u, // UnionPay
  /^(?:50|5[6-9]|6[39])\d{11,17}$/u, // Maestro
];
const MASTERCARD_DIGITS = 16;
const CARD_FORMS: readonly RegExp[] = [
  /\d{13,19}/u,
  /\d{4}(?<gap>[ -])\d{4}\k<gap>\d{4}\k<gap>\d{4}/u,
  /\d{4}(?<gap>[ -])\d{4}\k<gap>\d{4}\k<gap>\d{4}\k<gap>\d{1,3}/u,
  /\d{4}(?<gap>[ -])\d{4}\k<gap>\d{4}\k<gap>\d{1,3}/u,
  /\d{4}(?<gap>[ -])\d{6}\k<gap>\d{4,5}/u,
  /\d{6}[ -]\d{13}/u,
].map(everywhere);
const NO_NUMBER_AROUND = {
  before: /(?:[A-Za-z0-9_]|\d[.-])$/u,
  after: /^(?:[A-Za-z0-9_]|[.-]\d)/u,
};

/** Whether 13 to 19 digits are a payment card: a network's prefix and length, and the check digit of ISO/IEC 7812-1. */
export function isPaymentCard(digits: string): boolean {
  const issuer = ISSUERS.findIndex((range) => range.test(digits));
  if (issuer < 0 || (issuer === 1 && digits.length !== MASTERCARD_DIGITS)) return false;
  return isLuhnNumber(digits) && !isArticleNumber(digits);
}

function findCards(text: string): Candidate[] {
  return CARD_FORMS.flatMap((form) =>
    [...findForms(text, form)].flatMap(({ start, end }) => {
      const written = text.slice(start, end);
      const value = withoutSeparators(written);
      // a security code or a date may follow after a space, so neighbours apart by a space are allowed in groups
      const isApart = written.includes(' ')
        ? !NO_NUMBER_AROUND.before.test(text.slice(Math.max(0, start - 2), start)) &&
          !NO_NUMBER_AROUND.after.test(text.slice(end, end + 2))
        : standsAlone(text, start, end);
      return isApart && isPaymentCard(value)
        ? [{ start, end, value, check: 'luhn', distance: Infinity }]
        : [];
    }),
  );
}

const IBAN_BEGINNING = /(?<![A-Za-z0-9])([A-Za-z]{2})\d{2}(?=[ -]?[A-Za-z0-9])/gu;

/** The end of `count` letters and digits from `start` on, with single spaces or hyphens between them; -1 if too few. */
function endOfGroups(text: string, start: number, count: number): number {
  let left = count;
  let at = start;
  while (left > 0) {
    if (/[A-Za-z0-9]/u.test(text.charAt(at))) left -= 1;
    else if (!/[ -]/u.test(text.charAt(at)) || !/[A-Za-z0-9]/u.test(text.charAt(at - 1))) return -1;
    at += 1;
  }
  return /[A-Za-z0-9]/u.test(text.charAt(at)) ? -1 : at;
}

function findIbans(text: string): Candidate[] {
  return [...text.matchAll(IBAN_BEGINNING)].flatMap(({ 1: country = '', index: start }) => {
    const length = Object.entries(countrySpecs).find(([code]) => code === country.toUpperCase());
    const end = endOfGroups(text, start, length?.[1].chars ?? Infinity);
    if (end < 0) return [];
    const value = withoutSeparators(text.slice(start, end)).toUpperCase();
    return isValidIBAN(value) ? [{ start, end, value, check: 'mod-97', distance: Infinity }] : [];
  });
}

/** Cards and bank accounts. The check digits of an IBAN are those of ISO 7064 MOD 97-10 (ISO 13616-1). */
export const PAYMENT_NUMBERS: readonly Detector[] = [
  { entity: 'payment_card', find: findCards },
  { entity: 'iban', find: findIbans },
];
