import { RE2JS } from 're2js';
import { err, ok, type Result } from '../../domain/result.ts';
import { mapVisible, mapWords, toWords, type MappedText } from '../normalise/mapped-text.ts';
import type { Match } from '../policy/policy.ts';

/** A part of a text, in UTF-16 offsets: [start, end). */
export interface Span {
  start: number;
  end: number;
}

/** A text in the forms in which rules read it. */
export interface Forms {
  /** Disguises of words undone, lower case. */
  words: MappedText;
  /** Only compatibility forms and invisible characters undone: digits inside a word are still digits. */
  visible: MappedText;
}

export function toForms(text: string): Forms {
  const visible = mapVisible(text);
  return { words: toWords(visible), visible };
}

/** Finds what a rule looks for. All places are offsets of the text as it was given. */
export interface Matcher {
  find(forms: Forms): readonly Span[];
  /** From where on a match may still be unfinished when more text follows; the text's end if nowhere. */
  findOpenEnd(forms: Forms): number;
}

/** Prepares a match, or says in English why its pattern cannot be used. */
export function compileMatch(match: Match): Result<Matcher, string> {
  switch (match.type) {
    case 'terms':
      return ok(matchStrings(match.terms, true));
    case 'phrases':
      return ok(matchStrings(match.phrases, false));
    case 'pattern':
      try {
        return ok(matchPattern(match.pattern, match.longest));
      } catch (thrown) {
        return err(thrown instanceof Error ? thrown.message : 'not a pattern');
      }
  }
}

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
/** Scripts that do not write spaces between words: a term may stand anywhere in them. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

function matchStrings(strings: readonly string[], wholeWords: boolean): Matcher {
  const wanted = [...new Set(strings.map((text) => mapWords(text).text))].filter(
    (text) => text !== '',
  );
  return {
    find({ words: mapped }) {
      const words = mapped.text;
      const found: Span[] = [];
      for (const text of wanted) {
        for (let at = words.indexOf(text); at >= 0; at = words.indexOf(text, at + 1)) {
          const end = at + text.length;
          if (!wholeWords || (isBoundary(words, at) && isBoundary(words, end)))
            found.push(toOriginal({ start: at, end }, mapped));
        }
      }
      return found;
    },
    findOpenEnd({ words: mapped }) {
      const words = mapped.text;
      // a whole word that stands at the end may still become a longer one
      const longestOpen = (text: string): number => text.length - (wholeWords ? 0 : 1);
      let open = words.length;
      for (const text of wanted) {
        const longest = Math.min(longestOpen(text), words.length);
        for (let length = longest; length > words.length - open; length -= 1) {
          if (words.endsWith(text.slice(0, length))) open = words.length - length;
        }
      }
      return mapped.startOf(open);
    },
  };
}

/** Whether a word begins or ends at `at`: not between two letters or digits, unless one of them is of an unspaced script. */
function isBoundary(words: string, at: number): boolean {
  const before = words.codePointAt(at - 2) ?? 0;
  const left = before > 0xffff ? String.fromCodePoint(before) : words.charAt(at - 1);
  const right = String.fromCodePoint(words.codePointAt(at) ?? 0x20);
  if (!LETTER_OR_DIGIT.test(left) || !LETTER_OR_DIGIT.test(right)) return true;
  return UNSPACED.test(left) || UNSPACED.test(right);
}

function matchPattern(pattern: string, longest: number): Matcher {
  const compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
  const findIn = (mapped: MappedText): Span[] => {
    const found: Span[] = [];
    const matcher = compiled.matcher(mapped.text);
    let from = 0;
    while (from <= mapped.text.length && matcher.find(from)) {
      const span = { start: matcher.start(), end: matcher.end() };
      const isWanted = span.end > span.start && span.end - span.start <= longest;
      if (isWanted) found.push(toOriginal(span, mapped));
      from = isWanted ? span.end : span.start + 1;
    }
    return found;
  };
  const openEndIn = (mapped: MappedText): number =>
    mapped.startOf(Math.max(0, mapped.text.length - longest + 1));
  return {
    find: ({ words, visible }) => [...findIn(words), ...findIn(visible)],
    findOpenEnd: ({ words, visible }) => Math.min(openEndIn(words), openEndIn(visible)),
  };
}

/** A span of the mapped text as a span of the original. */
function toOriginal({ start, end }: Span, mapped: MappedText): Span {
  return { start: mapped.startOf(start), end: mapped.endOf(end) };
}
