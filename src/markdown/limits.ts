/**
 * Sizes in characters. A reply of the longest context window that this app offers has some ten thousand; what is longer
 * was imported, and must not hang the page.
 */

/** What follows this much text is shown as written. */
export const MAX_TEXT_CHARS = 200_000;

/** A paragraph, table or list of more than this is shown as written: its end is read anew with each piece that arrives. */
export const MAX_SEGMENT_CHARS = 12_000;

/** A list is read in parts of this size, so that a long one costs no more with each piece that arrives. */
export const LIST_PART_CHARS = 4_000;

/** Lists and quotes within each other; deeper ones do not fit on a screen, and would exhaust the stack. */
export const MAX_DEPTH = 12;

/** A longer formula is shown as written. */
export const MAX_MATHS_CHARS = 10_000;

/** Nor does one in the middle of a line get so long; every sign that could begin one is searched this far for its end. */
export const MAX_INLINE_MATHS_CHARS = 1_000;
