import type { Placeholders } from '../personal-data/placeholders.ts';
import type { Span } from '../rules/matcher.ts';
import { HIDDEN } from './hidden.ts';
import type { Hit } from './text-scanner.ts';

/** A part of a text to be hidden; `data` if it is personal data, which gets a placeholder of its own. */
export interface MaskSpan extends Span {
  data: Extract<Hit['found'], { type: 'personal-data' }> | null;
}

/** The hits that are hidden, personal data that block among them, as spans that do not overlap: of two that do, the first takes both, hidden for good. */
export function toMaskSpans(hits: readonly Hit[]): readonly MaskSpan[] {
  const spans: MaskSpan[] = [];
  for (const { start, end, action, found } of hits) {
    const data = found.type === 'personal-data' ? found : null;
    if (action === 'mask' || (data && action === 'block')) addSpan(spans, { start, end, data });
  }
  return spans;
}

/** Adds a span that starts no earlier than the last one. */
export function addSpan(spans: MaskSpan[], span: MaskSpan): void {
  const last = spans.at(-1);
  if (!last || span.start >= last.end) {
    spans.push(span);
    return;
  }
  // the same number found twice stays that number; anything else that overlaps is hidden as a whole
  const isWithin = span.end <= last.end && last.data !== null;
  spans[spans.length - 1] = {
    start: last.start,
    end: Math.max(last.end, span.end),
    data: isWithin ? last.data : null,
  };
}

/** `text` between `start` and `end` with the spans in it replaced. Every span lies wholly inside or outside. */
export function maskBetween(
  text: string,
  start: number,
  end: number,
  spans: readonly MaskSpan[],
  placeholders: Placeholders,
): string {
  let masked = '';
  let copied = start;
  for (const span of spans) {
    if (span.start < start || span.end > end) continue;
    masked += text.slice(copied, span.start);
    masked += span.data
      ? placeholders.issue(span.data.entity, span.data.value, text.slice(span.start, span.end))
      : HIDDEN;
    copied = span.end;
  }
  return masked + text.slice(copied, end);
}
