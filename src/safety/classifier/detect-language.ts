import type { Language } from './heads.ts';

const HANGUL = /[\u1100-\u11ff\uac00-\ud7a3]/gu;
const KANA = /[\u3041-\u30ff]/gu;
const HAN = /[\u3400-\u4dbf\u4e00-\u9fff]/gu;
const LATIN = /[A-Za-z]/gu;

/** A syllable or an ideograph carries about as much as three Latin letters. */
const LETTERS_PER_CHARACTER = 3;
/** Japanese text of any length has at least this share of kana among kana and Han. */
const MINIMUM_KANA_SHARE = 0.1;

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/**
 * Which language's thresholds judge a normalised text, by script alone: most Hangul is Korean, Han with kana Japanese, Han
 * without it Chinese, everything else English.
 */
export function detectLanguage(text: string): Language {
  const hangul = count(text, HANGUL);
  const kana = count(text, KANA);
  const han = count(text, HAN);
  const latin = count(text, LATIN) / LETTERS_PER_CHARACTER;
  if (hangul > 0 && hangul >= kana + han && hangul >= latin) return 'ko';
  if (kana + han === 0 || kana + han < latin) return 'en';
  return kana >= MINIMUM_KANA_SHARE * (kana + han) ? 'ja' : 'zh';
}
