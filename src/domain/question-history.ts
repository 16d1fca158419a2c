import type { Message } from './conversation.ts';
import { splitAttachments } from './split-attachments.ts';

/** What a person has asked on this path, newest first, each text once; attachments are left out. */
export function listQuestions(path: readonly Message[]): readonly string[] {
  const texts = path
    .filter(({ role }) => role === 'user')
    .map(({ text }) => splitAttachments(text).question)
    .filter((text) => text.trim() !== '');
  return [...new Set(texts.reverse())];
}

/**
 * One step through them.
 * @param at of the one that is shown; -1 for none
 * @returns the next place, or null where there is no step
 */
export function stepThrough(
  questions: readonly string[],
  at: number,
  way: 'older' | 'newer',
): { at: number; text: string } | null {
  const next = way === 'older' ? at + 1 : at - 1;
  if (next < -1 || next >= questions.length) return null;
  return { at: next, text: questions[next] ?? '' };
}
