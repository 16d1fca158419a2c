import type { Mask } from '../../domain/verdict.ts';
import { HIDDEN } from '../../safety/pipeline/hidden.ts';

/** A piece of a message: text as it is, a part that a rule hid, or personal data behind a placeholder. */
export type MaskedPart =
  | { type: 'text'; text: string }
  | { type: 'hidden'; text: string }
  | { type: 'masked'; mask: Mask };

const PLACEHOLDER = /(\[[A-Z_]+(?:_\d+)?\])/u;

/** Splits a message at the placeholders that were issued in its conversation; any other bracket is text. */
export function splitAtMasks(text: string, masks: readonly Mask[]): readonly MaskedPart[] {
  const byPlaceholder = new Map(masks.map((mask) => [mask.placeholder, mask]));
  const parts: MaskedPart[] = [];
  for (const piece of text.split(PLACEHOLDER)) {
    const mask = byPlaceholder.get(piece);
    const last = parts.at(-1);
    if (mask) parts.push({ type: 'masked', mask });
    else if (piece === HIDDEN) parts.push({ type: 'hidden', text: piece });
    else if (last?.type === 'text') last.text += piece;
    else if (piece !== '') parts.push({ type: 'text', text: piece });
  }
  return parts;
}
