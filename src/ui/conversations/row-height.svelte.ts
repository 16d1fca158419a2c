/** A finger needs more room. */
const query = matchMedia('(pointer: coarse)');
let isCoarse = $state(query.matches);
query.addEventListener('change', () => (isCoarse = query.matches));

/** How tall a row of the list is, and one of search results, which has a second line. Pixels. */
export const rowHeight = {
  get px(): number {
    return isCoarse ? 44 : 40;
  },
  get resultPx(): number {
    return isCoarse ? 68 : 64;
  },
};
