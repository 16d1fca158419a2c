import tables from './normalise-tables.json' with { type: 'json' };

/*
 * Brings a text into the one form that the classifier, the rules and the detectors of personal data read.
 * `tools/classifier/mamori_classifier/normalise.py` does exactly the same for training, from the same tables.
 */

const characterClass = (ranges: readonly (readonly number[])[]): string =>
  ranges
    .map(([first = 0, last = 0]) => `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`)
    .join('');
const escapeForClass = (signs: string): string => signs.replace(/[$\\\]^-]/gu, '\\$&');

const lookAlikes: ReadonlyMap<string, string> = new Map(Object.entries(tables.lookAlikes));
const digitLetters: ReadonlyMap<string, string> = new Map(Object.entries(tables.digitLetters));

const INVISIBLE = new RegExp(`[${characterClass(tables.invisible)}]`, 'gu');
const WHITE_SPACE = new RegExp(`[${characterClass(tables.whiteSpace)}]+`, 'gu');
const MIXED_WORD = new RegExp(`[A-Za-z${[...lookAlikes.keys()].join('')}]+`, 'gu');
const LATIN = /[A-Za-z]/u;
const DIGITS_INSIDE = new RegExp(
  `(?<=[A-Za-z])[${escapeForClass([...digitLetters.keys()].join(''))}]{1,2}(?=[A-Za-z])`,
  'gu',
);
const APART_LATIN =
  /(?<![A-Za-z0-9])[A-Za-z](?:([ .\-_*|])[A-Za-z])(?:\1[A-Za-z]){2,}(?![A-Za-z0-9])/gu;
const SYLLABLE = '\\uac00-\\ud7a3\\u3041-\\u309f\\u30a1-\\u30ff\\u4e00-\\u9fff';
const APART_SYLLABLES = new RegExp(
  `(?<![${SYLLABLE}])[${SYLLABLE}](?:([ .\\-_*|])[${SYLLABLE}])(?:\\1[${SYLLABLE}]){3,}(?![${SYLLABLE}])`,
  'gu',
);
const SEPARATOR = /[ .\-_*|]/gu;
const LONG_RUN = /([^ 0-9])\1{3,}/gu;
const JAMO_RUN = /[\u3131-\u3163]{2,}/gu;

const LEADS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const VOWELS = 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ';
const TAILS = 'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ';
/** Of Unicode's arithmetic for Hangul syllables (The Unicode Standard, section 3.12). */
const FIRST_SYLLABLE = 0xac00;
const VOWEL_COUNT = 21;
const TAIL_COUNT = 28;

/** Puts jamo that were typed one by one together into syllables: ㅂㅗㅁ becomes 봄. */
function composeJamo(run: string): string {
  let composed = '';
  let at = 0;
  while (at < run.length) {
    const lead = LEADS.indexOf(run.charAt(at));
    const vowel = at + 1 < run.length ? VOWELS.indexOf(run.charAt(at + 1)) : -1;
    if (lead < 0 || vowel < 0) {
      composed += run.charAt(at);
      at += 1;
      continue;
    }
    at += 2;
    let tail = at < run.length ? TAILS.indexOf(run.charAt(at)) + 1 : 0;
    const beginsNext = at + 1 < run.length && VOWELS.includes(run.charAt(at + 1));
    if (tail > 0 && !beginsNext) at += 1;
    else tail = 0;
    composed += String.fromCharCode(
      FIRST_SYLLABLE + (lead * VOWEL_COUNT + vowel) * TAIL_COUNT + tail,
    );
  }
  return composed;
}

function toLatin(word: string): string {
  if (!LATIN.test(word)) return word;
  return Array.from(word, (letter) => lookAlikes.get(letter) ?? letter).join('');
}

const withoutSeparators = (match: string): string => match.replace(SEPARATOR, '');

/** One replacement: every match of the pattern becomes what the function makes of it. */
export type Step = readonly [pattern: RegExp, replace: (match: string) => string];

/** Before compatibility forms are undone. */
export const JAMO_STEP: Step = [JAMO_RUN, composeJamo];

/** After that, signs that nobody sees and the many kinds of white space. */
export const VISIBLE_STEPS: readonly Step[] = [
  [INVISIBLE, () => ''],
  [WHITE_SPACE, () => ' '],
];

/** Then the disguises of words. */
export const WORD_STEPS: readonly Step[] = [
  [/^ | $/gu, () => ''],
  [MIXED_WORD, toLatin],
  [DIGITS_INSIDE, (signs) => Array.from(signs, (sign) => digitLetters.get(sign) ?? sign).join('')],
  [APART_LATIN, withoutSeparators],
  [APART_SYLLABLES, withoutSeparators],
  [LONG_RUN, (run) => run.slice(0, (3 * run.length) / Array.from(run).length)],
];

const apply = (text: string, [pattern, replace]: Step): string =>
  // without the wrapper `replace` would also be given offsets
  text.replace(pattern, (match) => replace(match));

/**
 * The form of `text` in which a word is one word however it was disguised. Undone are full-width and other compatibility
 * forms (NFKC), invisible characters, look-alike letters of other scripts inside a Latin word, digits for letters,
 * letters set apart, repeated letters, and Hangul taken apart into jamo. Never throws.
 */
export function normalise(text: string): string {
  return [...VISIBLE_STEPS, ...WORD_STEPS].reduce(apply, apply(text, JAMO_STEP).normalize('NFKC'));
}
