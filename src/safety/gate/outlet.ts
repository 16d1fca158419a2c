import type { Placeholders } from '../personal-data/placeholders.ts';
import { addSpan, maskBetween, toMaskSpans, type MaskSpan } from '../pipeline/mask.ts';
import type { Hit } from '../pipeline/text-scanner.ts';
import type { Span } from '../rules/matcher.ts';

export interface OutletOptions {
  /** Those of the conversation; new values are added. */
  placeholders: Placeholders;
  /** Receives what may be shown, in order; masked, never to be taken back except by `retract`. */
  release: (text: string) => void;
  /** Only the first `length` UTF-16 units of what was released may stay. */
  retract: (length: number) => void;
}

/** Where a reply leaves the gate: masks what is to be hidden, and counts how much is out. */
export class Outlet {
  readonly #options: OutletOptions;
  readonly #hidden: MaskSpan[] = [];
  #released = 0;
  #length = 0;

  constructor(options: OutletOptions) {
    this.#options = options;
  }

  /** Up to here the reply has been released. */
  get released(): number {
    return this.#released;
  }

  /** UTF-16 units of what came out; differs from `released` where something was masked. */
  get length(): number {
    return this.#length;
  }

  /** Hides a part that has not been released yet. */
  hide(span: Span): void {
    addSpan(this.#hidden, { ...span, data: null });
  }

  /** Releases `text` up to `end`, except that a hidden part that `end` would cut waits as a whole. */
  releaseUpTo(end: number, text: string, hits: readonly Hit[]): void {
    const spans: MaskSpan[] = [];
    for (const span of [...this.#hidden, ...toMaskSpans(hits)].sort((a, b) => a.start - b.start)) {
      addSpan(spans, span);
    }
    const crossing = spans.find((span) => span.start < end && end < span.end);
    const until = crossing ? crossing.start : end;
    if (until <= this.#released) return;
    const { placeholders, release } = this.#options;
    const shown = maskBetween(text, this.#released, until, spans, placeholders);
    this.#released = until;
    this.#length += shown.length;
    if (shown !== '') release(shown);
  }

  /** Takes back all but the first `length` UTF-16 units of what came out. */
  retractTo(length: number): void {
    this.#length = Math.min(this.#length, length);
    this.#options.retract(this.#length);
  }
}
