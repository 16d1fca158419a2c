import { normalizeForSearch, phrasesOf } from './search-text.ts';

/** A stretch of a text; `isMatch` is what was looked for. */
export interface SnippetPart {
  text: string;
  isMatch: boolean;
}

/** Characters shown before the first match and after it, in UTF-16 code units. */
const BEFORE_LENGTH = 24;
const AFTER_LENGTH = 120;

/** A character with the marks that stand on it: what may become one character when it is normalised. */
const CLUSTER = /\P{M}\p{M}*|\p{M}+/gsu;

/**
 * A text of which each character stays one character when it is normalised, as most are: ASCII, kana, Chinese characters and
 * whole syllables of Hangul, without marks that join the character before.
 */
const KEEPS_PLACES =
  /^[\0-\x7F\u3001\u3002\u3041-\u3096\u30A1-\u30FA\u30FC\u4E00-\u9FFF\uAC00-\uD7A3]*$/u;

/**
 * Signs of Markdown that say nothing on one line: rows of dashes and what stands at the ends of other rows of a table, fences,
 * marks of headings and quotations at the beginning of a line, signs of bold type and code.
 */
const MARKS =
  /(?<=^|\n)(?=[^\n]*(?:--|\|))[-|: \t]+(?=\n|$)|(?<=\n)[ \t]*(?:#{1,6}[ \t]|>|\||`{3,}[^`\n]*(?=\n|$)|~{3}[^\n]*)|\|[ \t]*(?=\n)|\*\*|`/gu;

/** The stretch of a text around the first match of a query, on one line. Its beginning where nothing of the query is found. */
export function makeSnippet(text: string, query: string): SnippetPart[] {
  const matches = findMatches(text, query);
  const first = matches[0]?.from ?? 0;
  const from = startOfCluster(text, Math.max(0, first - BEFORE_LENGTH));
  const to = startOfCluster(text, Math.min(text.length, first + AFTER_LENGTH));
  const parts: SnippetPart[] = [];
  const add = (start: number, end: number, isMatch: boolean): void => {
    if (end <= from || start >= to) return;
    const [begin, stop] = [Math.max(start, from), Math.min(end, to)];
    // what was looked for is shown with all its signs
    const shown = isMatch ? onOneLine(text.slice(begin, stop)) : flatten(text, begin, stop);
    if (shown !== '') parts.push({ text: shown, isMatch });
  };
  let at = from;
  for (const match of matches) {
    add(at, match.from, false);
    add(match.from, match.to, true);
    at = match.to;
  }
  add(at, to, false);
  if (from > 0) parts.unshift({ text: '…', isMatch: false });
  if (to < text.length) parts.push({ text: '…', isMatch: false });
  return parts;
}

/** A stretch of a text without signs that say nothing on one line. */
function flatten(text: string, begin: number, end: number): string {
  const stretch = text.slice(begin, end);
  if (begin > 0) return onOneLine(stretch.replace(MARKS, ''));
  // where a text begins, a line does
  return onOneLine(`\n${stretch}`.replace(MARKS, '')).slice(1);
}

const onOneLine = (stretch: string): string => stretch.replace(/\s+/gu, ' ');

interface Range {
  from: number;
  to: number;
}

/** Where the words of a query stand in a text as it was written, in order and without overlap. */
function findMatches(text: string, query: string): Range[] {
  const phrases = phrasesOf(query);
  if (phrases.length === 0) return [];
  const { normalized, rangeAt } = mapNormalized(text);
  const found: Range[] = [];
  for (const phrase of phrases) {
    for (
      let at = normalized.indexOf(phrase);
      at !== -1;
      at = normalized.indexOf(phrase, at + phrase.length)
    ) {
      found.push({ from: rangeAt(at).from, to: rangeAt(at + phrase.length - 1).to });
    }
  }
  found.sort((a, b) => a.from - b.from || b.to - a.to);
  const apart: Range[] = [];
  for (const range of found) {
    if (range.from >= (apart.at(-1)?.to ?? 0)) apart.push(range);
  }
  return apart;
}

/** The text as it is compared; `rangeAt` gives the place in the original of one of its code units. */
function mapNormalized(text: string): { normalized: string; rangeAt: (unit: number) => Range } {
  if (KEEPS_PLACES.test(text)) {
    return {
      normalized: normalizeForSearch(text),
      rangeAt: (unit) => ({ from: unit, to: unit + 1 }),
    };
  }
  const origins: Range[] = [];
  let normalized = '';
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const mapped = normalizeForSearch(cluster);
    const range = { from: index, to: index + cluster.length };
    for (let unit = 0; unit < mapped.length; unit += 1) origins.push(range);
    normalized += mapped;
  }
  return { normalized, rangeAt: (unit) => origins[unit] ?? { from: 0, to: 0 } };
}

/** Never between the halves of a surrogate pair. */
function startOfCluster(text: string, at: number): number {
  const isSecondHalf = at > 0 && at < text.length && /[\uDC00-\uDFFF]/u.test(text.charAt(at));
  return isSecondHalf ? at - 1 : at;
}
