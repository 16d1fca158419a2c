import axe from 'axe-core';
import { expect } from 'vitest';

/** Expects that nothing below `root` is wider than its place, and that axe finds no fault. */
export async function fitsAndIsAccessible(root: Element): Promise<void> {
  for (const part of [root, ...root.querySelectorAll('*')]) {
    // a wide part would push the page sideways; what is drawn or clipped on purpose has no width of its own
    if (part.clientWidth === 0 || part.closest('svg, .visually-hidden')) continue;
    const name = `${part.tagName} ${part.textContent}`;
    expect(part.scrollWidth, name).toBeLessThanOrEqual(part.clientWidth);
  }
  const { violations } = await axe.run(root);
  expect(violations.map(({ id }) => id)).toEqual([]);
}
