import { decodeEntities } from './xml-entities.ts';

/** A tag, an instruction, a comment or a section of raw text: what begins here. */
const OPENING = /<(!--|!\[CDATA\[|[!?]|\/?[^\s/>]*)/uy;

/**
 * The text of a Word document's main part. It is looked through from front to end once and tolerates anything: only texts,
 * paragraphs, table cells, tabs and line breaks mean something, in whichever namespace they stand.
 */
export function readDocxText(xml: string): string {
  const out: string[] = [];
  let isText = false;
  // text that was deleted while changes were followed, and fields' own codes, have other tags and are never taken
  let at = 0;
  while (at < xml.length) {
    const open = xml.indexOf('<', at);
    if (isText) out.push(decodeEntities(xml.slice(at, open < 0 ? xml.length : open)));
    if (open < 0) break;
    OPENING.lastIndex = open;
    const kind = OPENING.exec(xml)?.[1] ?? '';
    if (kind === '![CDATA[') {
      const end = indexOrEnd(xml, ']]>', open);
      if (isText) out.push(xml.slice(open + 9, end));
      at = end + 3;
    } else if (kind === '!--') at = indexOrEnd(xml, '-->', open) + 3;
    else {
      const end = endOfTag(xml, open);
      const isEmpty = xml[end - 1] === '/';
      const closes = kind.startsWith('/');
      const name = localName(closes ? kind.slice(1) : kind);
      if (name === 't') isText = !closes && !isEmpty;
      else if (!closes || ['p', 'tc', 'tr'].includes(name))
        out.push(breakOf(name, closes || isEmpty));
      at = end + 1;
    }
  }
  return tidy(out.join(''));
}

/** What a tag stands for in plain text. Within a table's row, cells are parted by tabs. */
function breakOf(name: string, isEnd: boolean): string {
  switch (name) {
    case 'tab':
      return '\t';
    case 'br':
    case 'cr':
      return '\n';
    case 'noBreakHyphen':
      return '-';
    case 'p':
      return isEnd ? '\n' : '';
    case 'tc':
      return isEnd ? CELL_END : '';
    case 'tr':
      return isEnd ? '\n' : '';
    default:
      return '';
  }
}

/** Never in a text: XML allows no such character. */
const CELL_END = '\u0001';

function tidy(text: string): string {
  return text
    .replaceAll(`\n${CELL_END}`, '\t')
    .replaceAll(CELL_END, '\t')
    .replace(/[\t ]+$/gmu, '')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Where a tag ends; a bracket within an attribute's quotes does not end it. */
function endOfTag(xml: string, from: number): number {
  for (let at = from + 1; at < xml.length; at += 1) {
    const sign = xml[at];
    if (sign === '>') return at;
    if (sign === '"' || sign === "'") at = indexOrEnd(xml, sign, at + 1);
  }
  return xml.length;
}

function indexOrEnd(xml: string, sought: string, from: number): number {
  const at = xml.indexOf(sought, from);
  return at < 0 ? xml.length : at;
}
