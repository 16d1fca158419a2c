/** What is known of a list of rows that are all of the same height. Pixels. */
export interface RowView {
  count: number;
  rowHeightPx: number;
  scrollTopPx: number;
  heightPx: number;
  /** A row that stays in the page wherever the list is scrolled to, because it has the focus; null for none. */
  kept: number | null;
}

/** Rows beyond each edge, so that a fast wheel shows no gap. */
const BEYOND_EDGE = 8;

/** The rows that are to be in the page, in order. */
export function listVisibleRows(view: RowView): readonly number[] {
  const { count, rowHeightPx, scrollTopPx, heightPx, kept } = view;
  const from = Math.max(0, Math.floor(scrollTopPx / rowHeightPx) - BEYOND_EDGE);
  const to = Math.min(count, Math.ceil((scrollTopPx + heightPx) / rowHeightPx) + BEYOND_EDGE);
  const rows = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
  if (kept === null || kept < 0 || kept >= count || (kept >= from && kept < to)) return rows;
  return kept < from ? [kept, ...rows] : [...rows, kept];
}
