/** Scripts that are written without spaces, and that every two neighbouring characters are found of. Hangul has spaces, but its words have endings. */
const CJK = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}々〆ヵヶー';
const CJK_RUN = new RegExp(`[${CJK}]+`, 'gu');
const WORD = new RegExp(`[\\p{L}\\p{N}\\p{M}]+`, 'gu');
/** Scripts without spaces whose words only a dictionary can tell. */
const NEEDS_DICTIONARY = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** No word of a person is longer; a text without spaces that is must not become one term. */
const TERM_MAX_LENGTH = 64;

let dictionary: Intl.Segmenter | undefined;

/** Text as it is compared: the same for full and half width, composed and decomposed, capital and small. */
export function normalizeForSearch(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/**
 * The terms under which a text is found: its words, and for Chinese, Japanese and Korean every two neighbouring characters,
 * with the last one alone, so that a query of one character is the beginning of a term wherever it stands.
 */
export function tokenizeText(text: string): string[] {
  const terms: string[] = [];
  for (const part of splitParts(text)) {
    if (!part.isCjk) {
      terms.push(part.text);
      continue;
    }
    const characters = Array.from(part.text);
    for (const [index, character] of characters.entries()) {
      terms.push(character + (characters[index + 1] ?? ''));
    }
  }
  return terms;
}

/** What must be there for a query to be answered. Each term is the beginning of one of the text's. */
export function tokenizeQuery(query: string): string[] {
  return splitParts(query).flatMap(({ text, isCjk }) => {
    if (!isCjk) return text;
    const characters = Array.from(text);
    if (characters.length === 1) return characters;
    return characters
      .slice(0, -1)
      .map((character, index) => character + (characters[index + 1] ?? ''));
  });
}

/** The words of a query as they stand in the text, also those of which a text has all terms but not in their order. */
export function phrasesOf(query: string): string[] {
  return splitParts(query).map(({ text }) => text);
}

/** Phrases that terms alone do not tell: of three characters and more of a script that is cut in twos. */
export function phrasesToVerify(query: string): string[] {
  return splitParts(query)
    .filter(({ text, isCjk }) => isCjk && Array.from(text).length > 2)
    .map(({ text }) => text);
}

interface Part {
  text: string;
  isCjk: boolean;
}

function splitParts(text: string): Part[] {
  const parts: Part[] = [];
  for (const [word] of normalizeForSearch(text).matchAll(WORD)) {
    let at = 0;
    for (const run of word.matchAll(CJK_RUN)) {
      addWords(parts, word.slice(at, run.index));
      parts.push({ text: run[0], isCjk: true });
      at = run.index + run[0].length;
    }
    addWords(parts, word.slice(at));
  }
  return parts;
}

function addWords(parts: Part[], word: string): void {
  if (word === '') return;
  if (!NEEDS_DICTIONARY.test(word)) {
    for (let at = 0; at < word.length; at += TERM_MAX_LENGTH) {
      parts.push({ text: word.slice(at, at + TERM_MAX_LENGTH), isCjk: false });
    }
    return;
  }
  dictionary ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  for (const { segment, isWordLike } of dictionary.segment(word)) {
    if (isWordLike) parts.push({ text: segment, isCjk: false });
  }
}
