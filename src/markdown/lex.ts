import { Marked } from 'marked';
import type { TokensList } from 'marked';
import { EXTENSIONS } from './lexer-extensions.ts';
import { MAX_DEPTH, MAX_SEGMENT_CHARS } from './limits.ts';

/** The second line of a heading that is underlined. */
const UNDERLINE = /\n {0,3}(?:=+|-+)[ \t]*(?:\n|$)/u;

/**
 * HTML is text: it has no tokens. So are definitions of reference links, since one could change what stands anywhere
 * before it.
 */
const marked = new Marked({
  gfm: true,
  tokenizer: {
    html: () => undefined,
    tag: () => undefined,
    def: () => undefined,
    // its rule is slow, and few texts have such a heading: false lets it be tried
    lheading: (src) => (UNDERLINE.test(src) ? false : undefined),
  },
  extensions: EXTENSIONS,
});

const TOO_DEEP = new RegExp(
  `^(?:[ \\t]*(?:>|(?:[-*+]|\\d{1,9}[.)])(?=[ \\t]))){${MAX_DEPTH},}|^[ \\t]{${4 * MAX_DEPTH},}(?:>|[-*+]|\\d{1,9}[.)])`,
  'mu',
);

/** Tokens of a segment; null where it is too long or too deep to be read, or where the lexer fails. */
export function lex(text: string): TokensList | null {
  if (text.length > MAX_SEGMENT_CHARS || TOO_DEEP.test(text)) return null;
  try {
    return marked.lexer(text);
  } catch {
    return null;
  }
}
