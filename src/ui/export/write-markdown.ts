import { parseMarkdown } from '../../markdown/markdown-stream.ts';
import type { WrittenTranscript, WrittenTurn } from './describe-transcript.ts';

/** A conversation as Markdown: a heading for each turn, texts exactly as they were written, and what is said of them quoted. */
export function writeMarkdown({ title, made, turns }: WrittenTranscript): string {
  return [`# ${escapeLine(title)}`, escapeLine(made), ...turns.map(writeTurn)]
    .join('\n\n')
    .concat('\n');
}

function writeTurn({ heading, before, text, after }: WrittenTurn): string {
  return [
    `## ${escapeLine(heading)}`,
    ...before.map(quote),
    ...(text === '' ? [] : [`${text}${closeFence(text)}`]),
    ...after.map(quote),
  ].join('\n\n');
}

function quote(note: string): string {
  return `> ${escapeLine(note)}`;
}

/** Words of ours or a title: on one line, with nothing in it that Markdown would take for a mark. */
function escapeLine(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[\\`*_[<>()#+\-.!|~&$:@]/gu, (sign, at: number, whole: string) =>
      isMark(sign, at, whole) ? escapeSign(sign) : sign,
    );
}

/** A backslash before a bracket, or before another backslash, would begin a formula. */
function escapeSign(sign: string): string {
  switch (sign) {
    case '[':
      return '&#91;';
    case '\\':
      return '&#92;';
    default:
      return `\\${sign}`;
  }
}

/** What stands for personal data, and no link. */
const PLACEHOLDER = /^\[[A-Z_]+(?:_\d+)?\](?![([:])/u;

/** Signs of ordinary sentences are left alone where they cannot mean anything. */
function isMark(sign: string, at: number, whole: string): boolean {
  switch (sign) {
    case '.':
      return /(?:^\d{1,9}|www)$/iu.test(whole.slice(0, at));
    case ')':
      return /^\d{1,9}$/u.test(whole.slice(0, at));
    case '-':
    case '+':
    case '#':
      return at === 0 || sign === '#';
    case ':':
      return /https?$|mailto$|ftp$/iu.test(whole.slice(0, at));
    case '[':
      return !PLACEHOLDER.test(whole.slice(at));
    case '(':
    case '!':
      return false;
    default:
      return true;
  }
}

/** What a text needs behind it so that a block of code that it has left open does not swallow all that follows. */
function closeFence(text: string): string {
  const last = parseMarkdown(text).at(-1);
  if (last?.type !== 'code' || last.closed) return '';
  let open: string | null = null;
  for (const line of text.split('\n')) {
    const [, fence = '', rest = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/u.exec(line) ?? [];
    if (fence === '') continue;
    if (open === null) open = fence;
    else if (fence.startsWith(open) && rest.trim() === '') open = null;
  }
  return open === null ? '' : `\n${open}`;
}
