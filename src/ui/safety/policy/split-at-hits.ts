import type { Hit } from '../../../safety/pipeline/text-scanner.ts';

/** A piece of a text, and what was found there: several hits where they overlap. */
export interface HitPart {
  text: string;
  hits: readonly Hit[];
}

/** Splits a text wherever a hit begins or ends. */
export function splitAtHits(text: string, hits: readonly Hit[]): readonly HitPart[] {
  const ends = new Set([0, text.length, ...hits.flatMap(({ start, end }) => [start, end])]);
  const places = [...ends].sort((a, b) => a - b);
  return places.slice(0, -1).map((from, at) => {
    const to = places[at + 1] ?? text.length;
    return {
      text: text.slice(from, to),
      hits: hits.filter(({ start, end }) => start <= from && to <= end),
    };
  });
}
