import { completeTail } from './complete-tail.ts';
import { lex } from './lex.ts';
import { MAX_TEXT_CHARS } from './limits.ts';
import type { Block } from './nodes.ts';
import { closeState, FIRST_STATE, readLine, type Segment, type SegmentState } from './segments.ts';
import { toBlocks, toCodeBlock } from './to-nodes.ts';

/**
 * Reads a text that grows. What is finished is read once, and its blocks stay the same objects; only the end is read again
 * with each piece. Read in pieces or at once, a text gives equal blocks.
 */
export class MarkdownStream {
  /** Whole lines that have been read; their segments are in `#finished`, except the one that is open. */
  #readChars = 0;
  #text = '';
  #state: SegmentState = FIRST_STATE;
  #finished: Block[] = [];
  /** Blocks of the segments at the end, which are asked for again and again. */
  #recent = new Map<string, readonly Block[]>();

  /**
   * The blocks of the whole text so far. While more is to come (`growing`), marks that have only begun at its end are
   * shown as if they were whole. A text that does not continue the one before is read from its beginning.
   */
  update(written: string, growing = false): readonly Block[] {
    const text = written.includes('\r') ? written.replace(/\r\n?/gu, '\n') : written;
    const read = text.slice(0, MAX_TEXT_CHARS);
    if (!read.startsWith(this.#text)) this.#reset();
    this.#text = read;
    const recent = this.#recent;
    this.#recent = new Map();
    const parse = (segment: Segment, isTail = false): readonly Block[] => {
      const key = JSON.stringify([segment, isTail]);
      const blocks = recent.get(key) ?? parseSegment(segment, isTail);
      this.#recent.set(key, blocks);
      return blocks;
    };
    this.#readLines((segment) => this.#finished.push(...parse(segment)));
    const { state, closed } = readLine(this.#state, read.slice(this.#readChars));
    const end = closeState(state);
    const blocks = [
      ...this.#finished,
      ...closed.flatMap((segment) => parse(segment)),
      ...end.flatMap((segment) => parse(segment, growing)),
    ];
    const rest = text.slice(MAX_TEXT_CHARS);
    return rest === '' ? blocks : [...blocks, { type: 'plain', text: rest }];
  }

  #readLines(finish: (segment: Segment) => void): void {
    for (;;) {
      const end = this.#text.indexOf('\n', this.#readChars);
      if (end === -1) return;
      const { state, closed } = readLine(this.#state, this.#text.slice(this.#readChars, end));
      this.#state = state;
      this.#readChars = end + 1;
      for (const segment of closed) finish(segment);
    }
  }

  #reset(): void {
    this.#readChars = 0;
    this.#state = FIRST_STATE;
    this.#finished = [];
  }
}

/** The blocks of a whole text. */
export function parseMarkdown(text: string): readonly Block[] {
  return new MarkdownStream().update(text);
}

function parseSegment(segment: Segment, isTail: boolean): readonly Block[] {
  switch (segment.type) {
    case 'thinking':
      return [segment];
    case 'code':
      return [toCodeBlock(segment.info, segment.text, segment.closed)];
    case 'footnote':
      return [
        { type: 'footnote', label: segment.label, blocks: parseText(dedent(segment.text), isTail) },
      ];
    case 'markdown':
      return parseText(segment.text, isTail);
  }
}

function parseText(text: string, isTail: boolean): readonly Block[] {
  const tokens = lex(isTail ? completeTail(text) : text);
  return tokens === null ? [{ type: 'plain', text }] : toBlocks(tokens);
}

/** Without the indentation by which lines belong to a footnote. */
function dedent(text: string): string {
  return text.replace(/\n(?: {1,4}|\t)/gu, '\n');
}
