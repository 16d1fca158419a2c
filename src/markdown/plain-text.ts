import type { Block, Cell, Inline, ListItem } from './nodes.ts';

/** A reply without marks, as somebody would type it into a field that knows no formatting. Thoughts are left out. */
export function toPlainText(blocks: readonly Block[]): string {
  return blocks
    .map(writeBlock)
    .filter((text) => text !== '')
    .join('\n\n');
}

function writeBlock(block: Block): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return writeInlines(block.children);
    case 'code':
    case 'plain':
      return block.text;
    case 'list':
      return block.items
        .map((item, at) => writeItem(item, block.ordered ? `${block.start + at}. ` : '- '))
        .join('\n');
    case 'table':
      return [block.header, ...block.rows].map(writeRow).join('\n');
    case 'quote':
      return toPlainText(block.blocks);
    case 'rule':
      return '———';
    case 'maths':
      return block.source;
    case 'footnote':
      return `[${block.label}] ${toPlainText(block.blocks)}`;
    case 'thinking':
      return '';
  }
}

function writeItem({ checked, blocks }: ListItem, marker: string): string {
  const box = checked === null ? '' : checked ? '☑ ' : '☐ ';
  // what belongs to an item stands below its words, in one block with them
  const lines = blocks.map(writeBlock).join('\n').split('\n');
  return lines.map((line, at) => (at === 0 ? `${marker}${box}${line}` : `  ${line}`)).join('\n');
}

function writeRow(row: readonly Cell[]): string {
  return row.map(writeInlines).join('\t');
}

function writeInlines(inlines: readonly Inline[]): string {
  return inlines.map(writeInline).join('');
}

function writeInline(inline: Inline): string {
  switch (inline.type) {
    case 'text':
    case 'code':
      return inline.text;
    case 'strong':
    case 'emphasis':
    case 'deleted':
      return writeInlines(inline.children);
    case 'break':
      return '\n';
    case 'link': {
      const words = writeInlines(inline.children);
      const address = inline.href.replace(/^mailto:/iu, '');
      return address.includes(words) ? address : `${words} (${address})`;
    }
    case 'image':
      return `${inline.alt} (${inline.href})`;
    case 'maths':
      return inline.source;
    case 'footnote-reference':
      return `[${inline.label}]`;
  }
}
