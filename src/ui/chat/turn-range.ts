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

/** Turns that are drawn at a time, a question and its reply: two long replies take longer than a frame. */
export const STEP = 2;
/** So many are drawn in any case: most conversations are then in the page as a whole. */
const AT_LEAST = 30;
/** Beyond so many those that are far away are taken out again: all that the page does takes longer with what is in it. */
export const AT_MOST = 60;
/** How far beyond what is seen turns are drawn. A fast wheel moves by some hundred. Pixels. */
export const MARGIN_PX = 1_200;

/** What is to be drawn next, one step more; the same where nothing is missing. @param count turns of the path */
export function growRange({ from, to }: TurnRange, count: number, view: TurnView): TurnRange {
  const above = { from: Math.max(0, from - STEP), to };
  const below = { from, to: Math.min(count, to + STEP) };
  // what can be seen comes first
  if (to < count && view.bottomPx < view.heightPx) return below;
  if (from > 0 && (view.topPx > -MARGIN_PX || to - from < AT_LEAST)) return above;
  if (to < count && view.bottomPx < view.heightPx + MARGIN_PX) return below;
  return { from, to };
}

/**
 * What is drawn without a step of turns at the end that is farther away, where there are too many.
 * @param kept where the others begin and end
 */
export function trimRange({ from, to }: TurnRange, kept: TurnView): TurnRange {
  const abovePx = -kept.topPx;
  const belowPx = kept.bottomPx - kept.heightPx;
  // twice as far as they are drawn from, or they would come and go
  if (to - from <= AT_MOST || Math.max(abovePx, belowPx) < 2 * MARGIN_PX) return { from, to };
  return abovePx > belowPx ? { from: from + STEP, to } : { from, to: to - STEP };
}
