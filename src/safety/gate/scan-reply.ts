import { isFinal, type Decision } from '../pipeline/decision.ts';
import { toCauses, type Hit, type TextScanner } from '../pipeline/text-scanner.ts';
import type { Span } from '../rules/matcher.ts';

/** Rules and detectors also read this much of what was already released. UTF-16 units. */
const CONTEXT_LENGTH = 300;

/** What rules and detectors find in the part of a reply that is not released yet. */
export interface Scan {
  /** Only those that are settled: more text changes nothing about them. */
  hits: readonly Hit[];
  /** Up to here the text is settled. */
  open: number;
}

/**
 * Reads a reply from a little before `released` to its end.
 * @param isWhole no more text will follow: all of it is settled
 */
export function scanReply(
  scanner: TextScanner,
  reply: string,
  released: number,
  isWhole: boolean,
): Scan {
  const from = Math.max(0, released - CONTEXT_LENGTH);
  const text = reply.slice(from);
  const hits = scanner
    .find(text)
    .map((hit) => ({ ...hit, start: hit.start + from, end: hit.end + from }))
    .filter((hit) => hit.end > released)
    .map((hit) => ({ ...hit, start: Math.max(hit.start, released) }));
  let open = isWhole ? reply.length : from + scanner.findOpenEnd(text);
  // a hit that is settled only in part waits as a whole, and so does what overlaps it
  for (const hit of hits.toReversed()) if (hit.end > open) open = Math.min(open, hit.start);
  open = Math.max(open, released);
  return { hits: hits.filter((hit) => hit.end <= open), open };
}

/** The first hit that ends the reply, with the decision that it is; null if none does. */
export function findRuled(hits: readonly Hit[]): (Span & { decision: Decision }) | null {
  const hit = hits.find(({ action }) => isFinal(action));
  const [cause] = hit ? toCauses([hit]) : [];
  return hit && cause
    ? { start: hit.start, end: hit.end, decision: { side: 'response', ...cause } }
    : null;
}
