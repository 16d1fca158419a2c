import { HEADS, LEVELS, type Category, type Classification } from '../../src/safety/index.ts';
import { GATES } from '../../src/safety/classifier/profile.ts';
import { scoreCategories, type HeadScores } from '../../src/safety/classifier/scores.ts';
import type { JudgeText } from '../../src/safety/pipeline/screen-input.ts';

/** Limits of every level and gate in these tests. */
export const WATCH = 0.5;
export const BLOCK = 0.8;

/** What a classifier would say of a text with one harmful category in it, at this score. */
export function classificationOf(score: number, category: Category = 'cyber'): Classification {
  const heads = Object.fromEntries(HEADS.map((head) => [head, 0.001])) as Record<
    (typeof HEADS)[number],
    number
  > satisfies HeadScores;
  heads.harmful = score;
  heads[category] = 0.9;
  if (category === 'prompt_attack' || category === 'specialised_advice') heads[category] = score;
  const limits = Object.fromEntries(
    LEVELS.map((level) => [
      level,
      Object.fromEntries(GATES.map((gate) => [gate, { watch: WATCH, block: BLOCK }])),
    ]),
  ) as Classification['limits'];
  const findings = Object.fromEntries(
    LEVELS.map((level) => [level, { finding: 'allow', reasons: [] }]),
  ) as unknown as Classification['findings'];
  return {
    heads,
    categories: scoreCategories(heads),
    limits,
    findings,
    language: 'en',
    windows: 1,
  };
}

/**
 * A judge that scores by words: `EVIL` is over the acting limit, `shady` over the watching one, everything else is harmless.
 * Answers after some turns of the event loop, as a worker would.
 */
export function scriptedJudge(asked: string[] = []): JudgeText {
  return async (text) => {
    asked.push(text);
    const turns = text.length % 3;
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    const score = text.includes('EVIL') ? 0.95 : text.includes('shady') ? 0.6 : 0.01;
    return { ok: true, value: classificationOf(score) };
  };
}
