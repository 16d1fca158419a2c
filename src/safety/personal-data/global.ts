import { isNamedOtherwise } from './context.ts';
import { MAXIMUM_RUN, type Candidate, type Detector } from './detector.ts';
import type { Entity } from './entities.ts';
import { isEmail, isIp } from './validator.ts';

const EMAIL =
  /(?<![A-Za-z0-9.!#$%&'*+/=?^_`{|}~@-])[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63}(?![A-Za-z0-9-])/gu;
const EMAIL_FRINGE = /^[^A-Za-z0-9_]+/u;
const URL_FORM = new RegExp(
  `(?<![A-Za-z0-9])(?:(?:https?|ftps?|wss?)://|www\\.)[!-~]{3,${MAXIMUM_RUN - 10}}`,
  'giu',
);
const URL_BREAK = /["'<>`\\{}|^].*$/u;
const URL_FRINGE = /[.,;:!?\]*_~]+$/u;
const URL_HOST =
  /^(?:[a-z]+:\/\/)?(?:[^/@?#]*@)?(?:[a-z0-9-]+(?:\.[a-z0-9-]+)+|localhost|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:[/?#]|$)/iu;
const IPV4 = /(?<![\w.+-])(?:\d{1,3}\.){3}\d{1,3}(?![\w+-]|\.\d)/gu;
const IPV6 =
  /(?<![\w.]|::|(?<!\w)[0-9a-f]{1,4}:)(?=[0-9a-f]{1,4}:|::)[0-9a-f:]{2,39}(?:\d{1,3}(?:\.\d{1,3}){3})?(?![\w:]|\.\d)/giu;
const MAC =
  /(?<![\w-]|(?<!\w)[0-9a-f]{2}:)(?:[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})(?![\w:-]|\.\w)/giu;
const VERSION_BEFORE =
  /(?:\bv|\bver(?:sion|\.)?|\brelease|バージョン|버전|版本|ファームウェア|\bfirmware|\bbuild|§|\bsection)[ :：]*$/iu;

type Read = (written: string, text: string, start: number) => string | null;

/** A detector of everything that a pattern finds; `read` trims what was written, or refuses it. */
function formDetector(
  entity: Entity,
  form: RegExp,
  read: Read,
  canonical: (written: string) => string,
): Detector {
  return {
    entity,
    find: (text): Candidate[] =>
      [...text.matchAll(form)].flatMap(({ 0: whole, index }) => {
        const written = read(whole, text, index);
        if (written === null) return [];
        const start = index + whole.indexOf(written);
        const end = start + written.length;
        return [{ start, end, value: canonical(written), check: 'form', distance: Infinity }];
      }),
  };
}

const lowerCase = (written: string): string => written.toLowerCase();

function readEmail(whole: string): string | null {
  const email = whole.replace(EMAIL_FRINGE, '');
  return isEmail(email) ? email : null;
}

const count = (text: string, sign: string): number => text.split(sign).length;

function readUrl(whole: string): string | null {
  let url = whole.replace(URL_BREAK, '').replace(URL_FRINGE, '');
  while (url.endsWith(')') && count(url, ')') > count(url, '('))
    url = url.slice(0, -1).replace(URL_FRINGE, '');
  return URL_HOST.test(url) ? url : null;
}

const readIpV4: Read = (whole, text, start) => {
  const isVersion = VERSION_BEFORE.test(text.slice(Math.max(0, start - 16), start));
  return isIp(whole, 4) && !isVersion && !isNamedOtherwise(text, start, start + whole.length)
    ? whole
    : null;
};

/** At least one digit and one group of three or four, which tells an address from `a::b` and from a time of day. */
const readIpV6: Read = (whole) =>
  isIp(whole, 6) && /\d/u.test(whole) && /[0-9a-f]{3}/iu.test(whole) ? whole : null;

const scheme = /^[a-z]+:\/\/[^/?#]*/iu;

/** What is written in the same way all over the world and has no check digits. */
export const GLOBAL: readonly Detector[] = [
  formDetector('email', EMAIL, readEmail, lowerCase),
  formDetector('url', URL_FORM, readUrl, (url) => url.replace(scheme, lowerCase)),
  formDetector('ip_address', IPV4, readIpV4, lowerCase),
  formDetector('ip_address', IPV6, readIpV6, lowerCase),
  formDetector(
    'mac_address',
    MAC,
    (whole) => whole,
    (mac) => mac.toLowerCase().replace(/[^0-9a-f]/gu, ''),
  ),
];
