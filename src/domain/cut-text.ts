import { extensionOf, type AttachedText, type KeptPart } from './attachment.ts';

/** What tells where a text was cut. */
export const CUT_MARK = '[…]';

/**
 * The beginning or the end of a text, cut between lines where that is possible, with a mark where the rest was. Of the end
 * of a table its first row stays, without which the others say nothing.
 * @param mostCharacters of the text that stays
 */
export function cutText(
  { name, text }: AttachedText,
  part: Exclude<KeptPart, 'all'>,
  mostCharacters: number,
): string {
  if (text.length <= mostCharacters) return text;
  if (part === 'beginning') return `${keepBeginning(text, mostCharacters)}\n${CUT_MARK}`;
  const header = ['csv', 'tsv'].includes(extensionOf(name)) ? firstLine(text) : '';
  // a first line that would take most of the place is hardly a row of names
  const kept = header.length < mostCharacters / 2 ? header : '';
  const end = keepEnd(text, mostCharacters - kept.length);
  return `${kept === '' ? '' : `${kept}\n`}${CUT_MARK}\n${end}`;
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? '' : text.slice(0, end);
}

function keepBeginning(text: string, most: number): string {
  const lineEnd = text.lastIndexOf('\n', most);
  if (lineEnd > most / 2) return text.slice(0, lineEnd);
  return text.slice(0, isInsidePair(text, most) ? most - 1 : most);
}

function keepEnd(text: string, most: number): string {
  const from = text.length - Math.max(0, most);
  const lineStart = text.indexOf('\n', from - 1) + 1;
  if (lineStart > 0 && lineStart - from < most / 2) return text.slice(lineStart);
  return text.slice(isInsidePair(text, from) ? from + 1 : from);
}

/** Whether a cut here would halve a character beyond the first plane. */
function isInsidePair(text: string, at: number): boolean {
  return at > 0 && at < text.length && (text.codePointAt(at - 1) ?? 0) > 0xffff;
}
