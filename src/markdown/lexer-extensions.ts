import type { TokenizerAndRendererExtension } from 'marked';
import { MAX_INLINE_MATHS_CHARS, MAX_MATHS_CHARS } from './limits.ts';

/** As in Pandoc: no space within the dollars, no digit after them. */
const DOLLARS = /^\$((?![\s$])(?:\\[\s\S]|[^$\\`\n])*?(?<![\s\\]))\$(?![\d$])/u;

/** A word beside a space, without a sign of TeX: prices with prose between them, such as `$5 for a cat (or 6$`. */
const PROSE = /\s\p{L}{2,}|\p{L}{2,}\s/u;
const TEX = /[\\^_{}=]/u;

const EMPTY_LINE = /\n[ \t]*\n/u;

interface Formula {
  type: 'maths';
  raw: string;
  source: string;
  display: boolean;
}

/** A formula between these delimiters at the beginning of `src`. As in TeX, it has no empty line. */
function matchFormula(
  src: string,
  [open, close]: readonly [string, string],
  display: boolean,
  maxChars: number,
): Formula | undefined {
  if (!src.startsWith(open)) return undefined;
  const end = src.slice(0, maxChars).indexOf(close, open.length);
  if (end === -1) return undefined;
  const source = src.slice(open.length, end).trim();
  if (source === '' || EMPTY_LINE.test(source)) return undefined;
  return { type: 'maths', raw: src.slice(0, end + close.length), source, display };
}

function matchDollars(src: string): Formula | undefined {
  const [raw, source] = DOLLARS.exec(src) ?? [];
  if (raw === undefined || source === undefined) return undefined;
  return { type: 'maths', raw, source, display: false };
}

const DOUBLE_DOLLARS = ['$$', '$$'] as const;
const SQUARE_BRACKETS = ['\\[', '\\]'] as const;
const ROUND_BRACKETS = ['\\(', '\\)'] as const;

/** A formula that has lines of its own. */
const mathsBlock: TokenizerAndRendererExtension = {
  name: 'maths',
  level: 'block',
  start: (src) => /\n {0,3}(?:\$\$|\\\[)/u.exec(src)?.index,
  tokenizer(src) {
    const indent = /^ {0,3}/u.exec(src)?.[0] ?? '';
    const line = src.slice(indent.length);
    const formula =
      matchFormula(line, DOUBLE_DOLLARS, true, MAX_MATHS_CHARS) ??
      matchFormula(line, SQUARE_BRACKETS, true, MAX_MATHS_CHARS);
    const [after] = /^[ \t]*(?:\n|$)/u.exec(line.slice(formula?.raw.length)) ?? [];
    if (!formula || after === undefined) return undefined;
    return { ...formula, raw: indent + formula.raw + after };
  },
};

const mathsInline: TokenizerAndRendererExtension = {
  name: 'maths',
  level: 'inline',
  start: (src) => src.indexOf('$'),
  tokenizer(src) {
    if (!/^[\\$]/u.test(src)) return undefined;
    const formula =
      matchFormula(src, DOUBLE_DOLLARS, true, MAX_INLINE_MATHS_CHARS) ??
      matchFormula(src, ROUND_BRACKETS, false, MAX_INLINE_MATHS_CHARS) ??
      matchFormula(src, SQUARE_BRACKETS, true, MAX_INLINE_MATHS_CHARS) ??
      matchDollars(src);
    return formula && isProse(formula.source) ? undefined : formula;
  },
};

/** What stands between two signs of money, or between brackets that only wanted to be brackets. */
function isProse(source: string): boolean {
  return source.includes('`') || (PROSE.test(source) && !TEX.test(source));
}

const footnoteReference: TokenizerAndRendererExtension = {
  name: 'footnote-reference',
  level: 'inline',
  tokenizer(src) {
    const [raw, label] = /^\[\^([^\]\s]{1,64})\]/u.exec(src) ?? [];
    return raw === undefined ? undefined : { type: 'footnote-reference', raw, label };
  },
};

/**
 * CommonMark sees no emphasis in `**「語」**は`, because a mark beside punctuation has to stand beside a space, and Japanese,
 * Korean and Chinese have none there. Here marks count around punctuation of these scripts, and before their letters.
 */
const WIDE_PUNCTUATION = /[\u2010-\u203a\u3001-\u3003\u3008-\u301f\uff01-\uff65]/u;
const WIDE_LETTER = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/u;
const STRONG = /^\*\*(?![\s*])([^*\n]{1,400}?)(?<!\s)\*\*(?!\*)/u;

const strongBesidePunctuation: TokenizerAndRendererExtension = {
  name: 'strong',
  level: 'inline',
  tokenizer(src) {
    const [raw, text] = STRONG.exec(src) ?? [];
    if (raw === undefined || text === undefined) return undefined;
    const isWide =
      WIDE_LETTER.test(src.charAt(raw.length)) ||
      WIDE_PUNCTUATION.test(text.charAt(0)) ||
      WIDE_PUNCTUATION.test(text.charAt(text.length - 1));
    if (!isWide) return undefined;
    return { type: 'strong', raw, text, tokens: this.lexer.inlineTokens(text) };
  },
};

export const EXTENSIONS = [mathsBlock, mathsInline, footnoteReference, strongBesidePunctuation];
