/** Tokens of a window, with the specials and the prefix that frame it. */
export const SHORT_WINDOW_TOKENS = 64;
export const LONG_WINDOW_TOKENS = 256;
/** Neighbouring long windows share a quarter, so that no sentence is only seen cut in two. */
const LONG_STRIDE = 0.75;

/**
 * The parts of a text that the model reads, as [start, end) over its content tokens.
 *
 * A short text is one window. A longer one is read in long windows, and once more at its beginning and its end in short
 * ones, because that is where a request stands beside a pasted document; the highest score counts.
 * @param length content tokens of the text
 * @param frameTokens tokens that frame every window
 */
export function cutWindows(
  length: number,
  frameTokens: number,
): readonly (readonly [number, number])[] {
  const short = SHORT_WINDOW_TOKENS - frameTokens;
  const long = LONG_WINDOW_TOKENS - frameTokens;
  if (length <= short) return [[0, length]];
  const windows: (readonly [number, number])[] = [
    [0, short],
    [length - short, length],
  ];
  if (length <= long) return [[0, length], ...windows];
  const stride = Math.floor(long * LONG_STRIDE);
  for (let start = 0; ; start += stride) {
    const end = Math.min(start + long, length);
    // the last window is full as well: a short rest would be judged without its context
    windows.push([end - long, end]);
    if (end === length) return windows;
  }
}
