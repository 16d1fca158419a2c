import { THINKING_START } from './segments.ts';

/** A link whose address is still being written: only its words are shown. */
const OPEN_LINK = /!?\[([^[\]\n]*)\]\([^()\s]*$/u;
const LINK_WORDS = 1;
const CODE_SPAN = /(`+)(?:(?!\1)[\s\S])*?[^`]\1(?!`)/gu;
const MARKS = ['**', '~~', '*'] as const;
const HEADER_ROW = /^\|.*$/u;
const DELIMITERS_BEGUN = /^[|:\- ]*$/u;

/**
 * What is being written, with an end for what has only begun, so that nobody sees half a mark or half a table:
 * `**bo` becomes `**bo**`. The text itself is untouched; the next piece is completed anew.
 */
export function completeTail(text: string): string {
  if (THINKING_START.startsWith(text)) return '';
  const lastLine = text.lastIndexOf('\n') + 1;
  return completeTable(text) ?? text.slice(0, lastLine) + completeLine(text.slice(lastLine));
}

function completeLine(line: string): string {
  const shown = line.replace(OPEN_LINK, `$${LINK_WORDS}`);
  const prose = shown.replace(CODE_SPAN, '');
  const openCode = /(`+)[^`]*$/u.exec(prose);
  if (openCode) {
    const [rest, ticks = ''] = openCode;
    return rest === ticks ? shown.slice(0, -ticks.length) : shown + ticks;
  }
  return completeMarks(shown, prose);
}

function completeMarks(shown: string, prose: string): string {
  let rest = prose.replace(/\\[\s\S]/gu, '').replace(/^\s*[*+-]\s/u, '');
  let completed = shown;
  for (const mark of MARKS) {
    const pieces = rest.split(mark);
    const last = pieces.at(-1) ?? '';
    // the marks that are looked for next are parts of this one
    rest = pieces.join('');
    if (pieces.length % 2 === 1) continue;
    if (last === '') completed = completed.slice(0, -mark.length);
    else if (/^\S/u.test(last)) completed = completed.trimEnd() + mark;
  }
  return completed;
}

/** A header row is a table from the start; null where no table is being begun. */
function completeTable(text: string): string | null {
  const [header = '', delimiters = '', ...rows] = text.split('\n');
  if (rows.length > 0 || !HEADER_ROW.test(header) || !DELIMITERS_BEGUN.test(delimiters))
    return null;
  const row = header.trimEnd().endsWith('|') ? header : `${header}|`;
  const columns = row.split(/(?<!\\)\|/u).length - 2;
  return columns < 1 ? '' : `${row}\n|${'---|'.repeat(columns)}`;
}
