// @ts-check
/** Figures of merit, as the field defines them. */

/**
 * Share of `true`, from 0 to 1; NaN for none.
 * @param {readonly boolean[]} flags
 */
export function shareOf(flags) {
  return flags.filter(Boolean).length / flags.length;
}

/**
 * Harmonic mean of precision and recall.
 * @param {readonly boolean[]} found
 * @param {readonly boolean[]} wanted
 */
export function f1Of(found, wanted) {
  const hits = found.filter((flag, at) => flag && wanted[at]).length;
  const total = found.filter(Boolean).length + wanted.filter(Boolean).length;
  return total === 0 ? NaN : (2 * hits) / total;
}

/**
 * Area under the precision-recall curve by steps (average precision).
 * @param {readonly number[]} scores
 * @param {readonly boolean[]} wanted
 */
export function averagePrecisionOf(scores, wanted) {
  const order = scores.map((_, at) => at).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  let hits = 0;
  let sum = 0;
  order.forEach((at, rank) => {
    if (!wanted[at]) return;
    hits += 1;
    sum += hits / (rank + 1);
  });
  return hits === 0 ? NaN : sum / hits;
}

/**
 * Interval that holds the true share with 95 % confidence (Wilson 1927).
 * @param {number} hits
 * @param {number} total
 * @returns {[number, number]}
 */
export function wilsonInterval(hits, total) {
  const z = 1.96;
  const share = hits / total;
  const scale = 1 + z ** 2 / total;
  const centre = (share + z ** 2 / (2 * total)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/** @param {number} share */
export const percent = (share) => (Number.isNaN(share) ? '–' : `${(100 * share).toFixed(1)} %`);

/** A share as a cell of a table, with its interval and number. @param {readonly boolean[]} flags */
export function shareWithInterval(flags) {
  if (flags.length === 0) return '–';
  const hits = flags.filter(Boolean).length;
  const [low, high] = wilsonInterval(hits, flags.length);
  return `${percent(hits / flags.length)} (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}; n ${flags.length})`;
}

/**
 * Groups by a key, in the order in which keys first appear.
 * @template T
 * @param {readonly T[]} items
 * @param {(item: T) => string} keyOf
 * @returns {Map<string, T[]>}
 */
export function groupBy(items, keyOf) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
