import type { MarkedToken, Token, Tokens } from 'marked';
import { decodeEntities } from './entities.ts';
import { MAX_DEPTH } from './limits.ts';
import type { Block, Cell, CodeBlock, Inline, ListItem, Table } from './nodes.ts';

/** What our own extensions add to the tokens of the lexer. */
type OwnToken =
  | { type: 'maths'; raw: string; source: string; display: boolean }
  | { type: 'footnote-reference'; raw: string; label: string };
type KnownToken = MarkedToken | OwnToken;

/** Blocks of tokens that the lexer gave. */
export function toBlocks(tokens: readonly Token[]): Block[] {
  return tokens.flatMap((token) => toBlock(token as KnownToken));
}

/** A fenced block of code. */
export function toCodeBlock(info: string, text: string, closed: boolean): CodeBlock {
  const language = /^[^\s{,:]*/u.exec(info)?.[0].toLowerCase() ?? '';
  return { type: 'code', language, info, text, closed };
}

function toBlock(token: KnownToken): Block[] {
  switch (token.type) {
    case 'space':
    case 'checkbox':
    case 'def':
      return [];
    case 'paragraph':
      return [{ type: 'paragraph', children: toInlines(token.tokens, 0) }];
    case 'heading':
      return [{ type: 'heading', level: token.depth, children: toInlines(token.tokens, 0) }];
    case 'code':
      return [
        toCodeBlock(
          token.lang ?? '',
          token.text,
          token.codeBlockStyle === 'indented' || isClosed(token.raw),
        ),
      ];
    case 'list':
      return [
        {
          type: 'list',
          ordered: token.ordered,
          start: token.start === '' ? 1 : token.start,
          loose: token.loose,
          items: token.items.map(toItem),
        },
      ];
    case 'table':
      return [toTable(token)];
    case 'blockquote':
      return [{ type: 'quote', blocks: toBlocks(token.tokens) }];
    case 'hr':
      return [{ type: 'rule' }];
    case 'maths':
      return [{ type: 'maths', source: token.source, written: token.raw.trim() }];
    case 'text':
      return [
        {
          type: 'paragraph',
          children: token.tokens
            ? toInlines(token.tokens, 0)
            : [{ type: 'text', text: token.text }],
        },
      ];
    default:
      return [{ type: 'plain', text: token.raw }];
  }
}

function isClosed(raw: string): boolean {
  return /\n {0,3}(?:`{3,}|~{3,})[ \t]*\n?$/u.test(raw);
}

function toItem(item: Tokens.ListItem): ListItem {
  return { checked: item.task ? item.checked === true : null, blocks: toBlocks(item.tokens) };
}

function toTable({ align, header, rows, raw }: Tokens.Table): Table {
  const lines = raw.split('\n').slice(2);
  return {
    type: 'table',
    aligns: align,
    header: header.map(({ tokens }) => toInlines(tokens, 0)),
    rows: rows.map((row, at) => [
      ...row.slice(0, -1).map(({ tokens }) => toInlines(tokens, 0)),
      ...row
        .slice(-1)
        .map(({ tokens }): Cell => [
          ...toInlines(tokens, 0),
          ...surplusOf(lines[at] ?? '', header.length),
        ]),
    ]),
  };
}

/** What a row has more than the header: GitHub drops it, but nothing of a reply may be lost. */
function surplusOf(line: string, columns: number): Inline[] {
  const cells = line
    .replace(/^[ \t]*\|/u, '')
    .replace(/\|[ \t]*$/u, '')
    .split(/(?<!\\)\|/u);
  const surplus = cells.slice(columns).join('|').trim();
  return surplus === '' ? [] : [{ type: 'text', text: ` | ${surplus}` }];
}

/** `depth` counts marks within each other. */
function toInlines(tokens: readonly Token[], depth: number): Inline[] {
  const inlines: Inline[] = [];
  for (const token of tokens) {
    for (const inline of toInline(token as KnownToken, depth)) {
      const last = inlines.at(-1);
      // a placeholder of personal data may come in pieces, and has to be found as a whole
      if (inline.type === 'text' && last?.type === 'text') {
        inlines[inlines.length - 1] = { type: 'text', text: last.text + inline.text };
      } else {
        inlines.push(inline);
      }
    }
  }
  return inlines;
}

function toInline(token: KnownToken, depth: number): Inline[] {
  if (depth > MAX_DEPTH) return [{ type: 'text', text: token.raw }];
  switch (token.type) {
    case 'text':
      // a token that is text may hold tokens of its own, such as a link within a link
      if (token.tokens) return toInlines(token.tokens, depth + 1);
      return [{ type: 'text', text: decodeEntities(token.text.replace(/ *\n[ \t]*/gu, '\n')) }];
    case 'escape':
      return [{ type: 'text', text: token.text }];
    case 'codespan':
      return [{ type: 'code', text: token.text }];
    case 'strong':
      return [{ type: 'strong', children: toInlines(token.tokens, depth + 1) }];
    case 'em':
      return [{ type: 'emphasis', children: toInlines(token.tokens, depth + 1) }];
    case 'del':
      return [{ type: 'deleted', children: toInlines(token.tokens, depth + 1) }];
    case 'br':
      return [{ type: 'break' }];
    case 'link':
      return toLink(token, depth);
    case 'image':
      return toImage(token);
    case 'maths':
      return [{ type: 'maths', source: token.source, display: token.display, written: token.raw }];
    case 'footnote-reference':
      return [{ type: 'footnote-reference', label: token.label }];
    case 'checkbox':
      return [];
    default:
      return [{ type: 'text', text: token.raw }];
  }
}

/** What may be opened at all, once a person has agreed: never a script, never data. */
const OPENABLE = /^(?:https?:\/\/[^\s/?#\p{Cc}]|mailto:[^\s\p{Cc}])[^\s\p{Cc}]*$/iu;

function toLink(token: Tokens.Link, depth: number): Inline[] {
  if (token.autolink) return toBareLink(token);
  const href = decodeEntities(token.href);
  if (!OPENABLE.test(href)) return [{ type: 'text', text: token.raw }];
  const title = decodeEntities(token.title ?? '');
  return [{ type: 'link', href, title, children: toInlines(token.tokens, depth + 1) }];
}

/** A bare address ends where its letters do: Japanese, Korean and Chinese go on without a space. */
const BARE_END = /[^!#-;=?-_a-z~]/u;

function toBareLink({ href, text, raw }: Tokens.Link): Inline[] {
  const end = text.search(BARE_END);
  const address = end === -1 ? text : text.slice(0, end);
  const shown = href.slice(0, href.length - text.length + address.length);
  if (address === '' || !OPENABLE.test(shown)) return [{ type: 'text', text: raw }];
  const link: Inline = {
    type: 'link',
    href: shown,
    title: '',
    children: [{ type: 'text', text: address }],
  };
  return end === -1 ? [link] : [link, { type: 'text', text: text.slice(end) }];
}

function toImage(token: Tokens.Image): Inline[] {
  const href = decodeEntities(token.href);
  if (!OPENABLE.test(href)) return [{ type: 'text', text: token.raw }];
  const title = decodeEntities(token.title ?? '');
  return [{ type: 'image', href, title, alt: decodeEntities(token.text) }];
}
