import { dropOlderHalf, type PromptMessage } from './prompt.ts';

/** What a template puts around a turn, about: two markers, the role and line ends (ChatML has five). In tokens. */
export const TURN_MARKS_TOKENS = 5;

/** How full the context window is. */
export interface ContextUse {
  /** What the next question would take with all that goes before it, about. */
  usedTokens: number;
  limitTokens: number;
  /** Turns that would be left out so that it fits. */
  droppedTurns: number;
}

/**
 * How full the context window would be.
 * @param prompt with the next question as its last turn
 * @param countOf tokens of a turn's text
 * @param systemTokens those of what the model is told beforehand
 */
export function measureContext(
  prompt: readonly PromptMessage[],
  countOf: (message: PromptMessage) => number,
  systemTokens: number,
  limitTokens: number,
): ContextUse {
  const sum = (turns: readonly PromptMessage[]): number =>
    turns.reduce((total, turn) => total + countOf(turn) + TURN_MARKS_TOKENS, systemTokens);
  const usedTokens = sum(prompt);
  let kept: readonly PromptMessage[] = prompt;
  while (sum(kept) >= limitTokens) {
    const shorter = dropOlderHalf(kept);
    if (!shorter) break;
    kept = shorter;
  }
  return { usedTokens, limitTokens, droppedTurns: prompt.length - kept.length };
}

/** Tokens of a text where no tokenizer can be asked: one for each CJK character, else one for four characters. */
export function estimateTokens(text: string): number {
  const ideographs = text.match(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu,
  );
  const count = ideographs?.length ?? 0;
  return count + Math.ceil((text.length - count) / 4);
}
