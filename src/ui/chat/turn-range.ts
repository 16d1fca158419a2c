/** Turns of a path that are drawn: from `from` up to, and without, `to`. */
export interface TurnRange {
  from: number;
  to: number;
}

/** Where the drawn turns begin and end, from the top of what a reader sees. Pixels; above it they are negative. */
export interface TurnView {
  heightPx: number;
  topPx: number;
  bottomPx: number;
}

/** Turns that are drawn without having been asked how tall they are: a question and its reply. */
export const STEP = 2;
/** How many turns are drawn at a time: as many as a fast wheel moves by, but no two long replies, which take longer than a frame. */
const STEP_PX = 600;
const STEP_MOST = 8;
/** So many are drawn in any case: most conversations are then in the page as a whole. */
const AT_LEAST = 30;
/** Beyond so many those that are far away are taken out again: all that the page does takes longer with what is in it. */
const AT_MOST = 60;
/** How far beyond what is seen turns are drawn. A fast wheel moves by some hundred. Pixels. */
const MARGIN_PX = 1_200;

/**
 * What is to be drawn next, one step more; the same where nothing is missing.
 * @param heightsPx how tall each turn of the path is thought to be
 */
export function growRange(
  range: TurnRange,
  heightsPx: readonly number[],
  view: TurnView,
): TurnRange {
  const { from, to } = range;
  const count = heightsPx.length;
  const above = { from: from - countStep(heightsPx.slice(0, from).reverse()), to };
  const below = { from, to: to + countStep(heightsPx.slice(to)) };
  // what can be seen comes first
  if (to < count && view.bottomPx < view.heightPx) return below;
  if (from > 0 && (view.topPx > -MARGIN_PX || to - from < AT_LEAST)) return above;
  if (to < count && view.bottomPx < view.heightPx + MARGIN_PX) return below;
  return { from, to };
}

/** How many of these turns are drawn together: the first, and more while all of them are short. */
function countStep(heightsPx: readonly number[]): number {
  let sumPx = 0;
  const among = heightsPx.slice(0, STEP_MOST);
  const tooMany = among.findIndex((heightPx, at) => {
    sumPx += heightPx;
    return at > 0 && sumPx > STEP_PX;
  });
  return tooMany < 0 ? among.length : tooMany;
}

/**
 * What is drawn without some turns at the end that is farther away, where there are too many.
 * @param size how many
 * @param kept where the others begin and end
 */
export function trimRange({ from, to }: TurnRange, size: number, kept: TurnView): TurnRange {
  const abovePx = -kept.topPx;
  const belowPx = kept.bottomPx - kept.heightPx;
  // twice as far as they are drawn from, or they would come and go
  if (to - from <= AT_MOST || Math.max(abovePx, belowPx) < 2 * MARGIN_PX) return { from, to };
  return abovePx > belowPx ? { from: from + size, to } : { from, to: to - size };
}
