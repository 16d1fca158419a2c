/** A letter of the scripts whose look-alikes are undone inside a word, or a sign that may stand for such a letter. */
const WORD_TAIL = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}@$!|+]+$/u;
const SYLLABLE = '[\uac00-\ud7a3\u3041-\u309f\u30a1-\u30ff\u4e00-\u9fff]';
const APART_LATIN_TAIL = /(?<![A-Za-z0-9])(?:[A-Za-z][ .\-_*|])+[A-Za-z]?$/u;
const APART_SYLLABLES_TAIL = new RegExp(
  `(?<!${SYLLABLE})(?:${SYLLABLE}[ .\\-_*|])+${SYLLABLE}?$`,
  'u',
);
const JAMO_TAIL = /[\u1100-\u11ff\u3131-\u318e]+$/u;

/**
 * Where the end of `visible` begins whose normal form may still change with what follows: an unfinished word, letters that
 * are set apart, jamo that are not yet a syllable. The length of the text if there is no such end.
 */
export function findWordTail(visible: string): number {
  return [WORD_TAIL, APART_LATIN_TAIL, APART_SYLLABLES_TAIL, JAMO_TAIL].reduce(
    (least, pattern) => Math.min(least, visible.match(pattern)?.index ?? least),
    visible.length,
  );
}
