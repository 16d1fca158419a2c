import type { Block } from '../../markdown/nodes.ts';

/** The reply itself has the second level, the page the first. */
const REPLY_LEVEL = 2;
const DEEPEST_LEVEL = 6;

/**
 * The level in the page of every heading of a reply: below that of the reply, and never more than one below the heading
 * before, so that who goes by headings misses none. It depends on what stands before alone.
 */
export function levelHeadings(blocks: readonly Block[]): ReadonlyMap<Block, number> {
  const levels = new Map<Block, number>();
  let before = REPLY_LEVEL;
  for (const block of blocks) {
    if (block.type !== 'heading') continue;
    before = Math.min(block.level + REPLY_LEVEL, before + 1, DEEPEST_LEVEL);
    levels.set(block, before);
  }
  return levels;
}
