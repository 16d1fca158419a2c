import type { Block, Cell, Inline, ListItem } from './nodes.ts';

/** What the writer of a page has to say itself. */
export interface HtmlWords {
  /** Names an image, which is never loaded. */
  nameImage: (alt: string, href: string) => string;
  thoughts: string;
  /** The level that a heading has in the page; one that has none divides nothing. */
  levelOf: (heading: Block) => number | undefined;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as it stands in HTML, also within quotes. Nothing of it can begin or end a tag, an attribute or a reference. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (sign) => ESCAPES[sign] ?? '');
}

/**
 * Blocks as HTML that can stand in any page. Every tag and attribute is written here; what came from the text is escaped. A
 * link has an address that begins with http, https or mailto, and tells the site that it leads to nothing.
 */
export function toHtml(blocks: readonly Block[], words: HtmlWords): string {
  return blocks.map((block) => writeBlock(block, words)).join('\n');
}

function writeBlock(block: Block, words: HtmlWords): string {
  switch (block.type) {
    case 'paragraph':
      return `<p dir="auto">${writeInlines(block.children, words)}</p>`;
    case 'heading': {
      const level = words.levelOf(block);
      const tag = level === undefined ? 'p' : `h${level}`;
      return `<${tag} dir="auto"><strong>${writeInlines(block.children, words)}</strong></${tag}>`;
    }
    case 'code':
      return `<pre><code>${escapeHtml(block.text)}</code></pre>`;
    case 'list': {
      const tag = block.ordered ? 'ol' : 'ul';
      const start = block.ordered && block.start !== 1 ? ` start="${block.start}"` : '';
      const items = block.items.map((item) => writeItem(item, words)).join('');
      return `<${tag}${start}>${items}</${tag}>`;
    }
    case 'table': {
      const row = (cells: readonly Cell[], tag: 'th' | 'td'): string =>
        `<tr>${cells
          .map((cell, at) => {
            const align = block.aligns[at];
            const className = align ? ` class="${align}"` : '';
            return `<${tag}${className} dir="auto">${writeInlines(cell, words)}</${tag}>`;
          })
          .join('')}</tr>`;
      const rows = block.rows.map((cells) => row(cells, 'td')).join('');
      return `<table><thead>${row(block.header, 'th')}</thead><tbody>${rows}</tbody></table>`;
    }
    case 'quote':
      return `<blockquote>${toHtml(block.blocks, words)}</blockquote>`;
    case 'rule':
      return '<hr>';
    case 'maths':
      return `<pre><code>${escapeHtml(block.written)}</code></pre>`;
    case 'footnote':
      return `<div class="footnote"><sup>${escapeHtml(block.label)}</sup>${toHtml(block.blocks, words)}</div>`;
    case 'thinking': {
      if (block.text === '') return '';
      const summary = `<summary>${escapeHtml(words.thoughts)}</summary>`;
      return `<details>${summary}<p dir="auto">${escapeHtml(block.text)}</p></details>`;
    }
    case 'plain':
      return `<p dir="auto">${escapeHtml(block.text)}</p>`;
  }
}

function writeItem({ checked, blocks }: ListItem, words: HtmlWords): string {
  const box = checked === null ? '' : checked ? '☑ ' : '☐ ';
  return `<li dir="auto">${box}${toHtml(blocks, words)}</li>`;
}

function writeInlines(inlines: readonly Inline[], words: HtmlWords): string {
  return inlines.map((inline) => writeInline(inline, words)).join('');
}

function writeInline(inline: Inline, words: HtmlWords): string {
  switch (inline.type) {
    case 'text':
      return escapeHtml(inline.text);
    case 'code':
      return `<code>${escapeHtml(inline.text)}</code>`;
    case 'strong':
      return `<strong>${writeInlines(inline.children, words)}</strong>`;
    case 'emphasis':
      return `<em>${writeInlines(inline.children, words)}</em>`;
    case 'deleted':
      return `<del>${writeInlines(inline.children, words)}</del>`;
    case 'break':
      return '<br>';
    case 'link':
      return writeLink(inline.href, writeInlines(inline.children, words));
    case 'image':
      return writeLink(inline.href, escapeHtml(words.nameImage(inline.alt, inline.href)));
    case 'maths':
      return `<code>${escapeHtml(inline.written)}</code>`;
    case 'footnote-reference':
      return `<sup>${escapeHtml(inline.label)}</sup>`;
  }
}

const OPENABLE = /^(?:https?:|mailto:)/iu;

/** `words` is HTML. Asked again here, so that this page is safe whoever made the blocks. */
function writeLink(href: string, words: string): string {
  if (!OPENABLE.test(href)) return words;
  const rel = 'rel="noopener noreferrer nofollow external"';
  return `<a href="${escapeHtml(href)}" ${rel} referrerpolicy="no-referrer">${words}</a>`;
}
