import { readFileSync } from 'node:fs';
import { MarkdownStream } from '../../src/markdown/markdown-stream.ts';

/** What reading a reply as Markdown costs the page while it is written. Times in milliseconds. */
export interface MarkdownCost {
  characters: number;
  pieces: number;
  /** All pieces together. */
  totalMs: number;
  /** The piece that took longest: what a key press may have to wait for. */
  worstMs: number;
}

const CHARACTERS = 8_000;
const PIECES = 2_000;
/** The first reading also compiles the code. */
const RUNS = 3;

/** Reads a text of 8,000 characters in 2,000 pieces, as a model would write it; the best of three. */
export function measureMarkdown(textFile: string): MarkdownCost {
  const text = readFileSync(textFile, 'utf8').slice(0, CHARACTERS);
  const runs = Array.from({ length: RUNS }, () => readInPieces(text));
  const best = runs.reduce((least, run) => (run.totalMs < least.totalMs ? run : least));
  return { characters: text.length, pieces: PIECES, ...best };
}

function readInPieces(text: string): { totalMs: number; worstMs: number } {
  const stream = new MarkdownStream();
  let totalMs = 0;
  let worstMs = 0;
  for (let piece = 1; piece <= PIECES; piece += 1) {
    const written = text.slice(0, Math.ceil((piece * text.length) / PIECES));
    const startMs = performance.now();
    stream.update(written, true);
    const tookMs = performance.now() - startMs;
    totalMs += tookMs;
    worstMs = Math.max(worstMs, tookMs);
  }
  return { totalMs, worstMs };
}
