import { MediaQuery } from 'svelte/reactivity';

/** A finger needs more room. */
const coarse = new MediaQuery('pointer: coarse');

/** How tall a row of the list is, and one of search results, which has a second line. Pixels. */
export const rowHeight = {
  get px(): number {
    return coarse.current ? 44 : 40;
  },
  get resultPx(): number {
    return coarse.current ? 68 : 64;
  },
};
