import { estimateCharacterTokens } from './estimate-tokens.ts';

/** The first text is shown soon; after that, whole sentences are judged. In estimated tokens. */
const FIRST_CLAUSE_TOKENS = 6;
const FIRST_CAP_TOKENS = 12;
const SENTENCE_TOKENS = 4;
const CAP_TOKENS = 36;
/** A word boundary is looked for in this last part of a segment that has reached its cap. */
const CAP_SLACK = 0.5;
/** A cluster of characters longer than this is an attack and is cut like any text. UTF-16 units. */
const LONGEST_CLUSTER = 500;

const ENDS_SENTENCE = /[.!?…。！？｡‼⁇⁈⁉]/u;
/** Ends a sentence wherever it stands; a full stop needs white space after it, or it may be a decimal point. */
const ENDS_AT_ONCE = /[…。！？｡‼⁇⁈⁉]/u;
const ENDS_CLAUSE = /[,;:、，；：]/u;
const CLOSES = /[)\]}»”’"'」』）】》〉*_`]/u;
const WHITE_SPACE = /\s/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Where the segment that begins at `from` ends, or null while that is not yet known. A reply is judged and shown in
 * segments: a clause or 12 tokens first, then sentences, at most 36 tokens each. A segment's end depends on nothing but the
 * text up to a character or two behind it, so it is the same however the text arrives.
 * @param isEnd no more text will follow
 */
export function findSegmentEnd(text: string, from: number, isEnd: boolean): number | null {
  const isFirst = from === 0;
  const cap = isFirst ? FIRST_CAP_TOKENS : CAP_TOKENS;
  let tokens = 0;
  let at = from;
  let wordEnd = from;
  let sentenceEnded: 'no' | 'by stop' | 'surely' = 'no';
  while (at < text.length) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (isHalf(character) && at + 1 === text.length && !isEnd) return null;
    const isSpace = WHITE_SPACE.test(character);
    if (sentenceEnded !== 'no' && !CLOSES.test(character) && !ENDS_SENTENCE.test(character)) {
      if (sentenceEnded === 'surely' || isSpace) return at;
      sentenceEnded = 'no';
    }
    if (tokens >= cap) return cutAtCap(text, from, wordEnd, at, isEnd);
    const next = at + character.length;
    tokens += estimateCharacterTokens(character);
    if (character === '\n' && tokens >= SENTENCE_TOKENS) return next;
    if (isSpace && tokens >= cap * CAP_SLACK) wordEnd = next;
    if (ENDS_SENTENCE.test(character) && tokens >= SENTENCE_TOKENS) {
      sentenceEnded = ENDS_AT_ONCE.test(character) ? 'surely' : 'by stop';
    } else if (isFirst && ENDS_CLAUSE.test(character) && tokens >= FIRST_CLAUSE_TOKENS) {
      sentenceEnded = /[,;:]/u.test(character) ? 'by stop' : 'surely';
    }
    at = next;
  }
  return isEnd && at > from ? at : null;
}

const isHalf = (character: string): boolean => /^[\ud800-\udbff]$/u.test(character);

/** After the last word that ends in the slack, or else between two characters as people see them. */
function cutAtCap(
  text: string,
  from: number,
  wordEnd: number,
  at: number,
  isEnd: boolean,
): number | null {
  if (wordEnd > from) return wordEnd;
  const end = clusterStart(text, from, at);
  if (end > from) return end;
  // one cluster fills the whole segment: it ends where the next one begins
  for (let next = at + 1; next < text.length; next += 1) {
    if (next - from > LONGEST_CLUSTER && !/[\udc00-\udfff]/u.test(text.charAt(next))) return next;
    if (clusterStart(text, from, next) === next) return next;
  }
  return isEnd ? text.length : null;
}

/** The beginning of the cluster that holds the character at `at`. */
function clusterStart(text: string, from: number, at: number): number {
  const cluster = graphemes.segment(text.slice(from, at + 2)).containing(at - from);
  return from + (cluster?.index ?? 0);
}
