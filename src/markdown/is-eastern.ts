import type { Inline } from './nodes.ts';

const EASTERN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Whether words are in a script that has no slanted letters: they are emphasised by dots beside them. */
export function isEastern(inlines: readonly Inline[]): boolean {
  return inlines.some((inline) => {
    if ('children' in inline) return isEastern(inline.children);
    return inline.type === 'text' && EASTERN.test(inline.text);
  });
}
