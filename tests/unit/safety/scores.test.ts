import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge, LEVELS, parseProfile } from '../../../src/safety/index.ts';
import { CATEGORIES, HEADS, type Head } from '../../../src/safety/classifier/heads.ts';
import {
  calibrate,
  scoreCategories,
  type HeadScores,
} from '../../../src/safety/classifier/scores.ts';
import { makeProfile } from '../../support/classifier-profile.ts';

const probability = fc.double({ min: 0.001, max: 0.999, noNaN: true });
const headScores = fc
  .tuple(...HEADS.map(() => probability))
  .map(
    (values) => Object.fromEntries(HEADS.map((head, at) => [head, values[at] ?? 0])) as HeadScores,
  );

const none = Object.fromEntries(HEADS.map((head) => [head, 0.01])) as HeadScores;
const profile = makeProfile();

describe('scores', () => {
  test('logits become probabilities with the slope and bias of their language', () => {
    const fitted = makeProfile();
    fitted.calibration.harmful.ko = { slope: 2, bias: 1 };
    const logits = new Float32Array(HEADS.length);
    expect(calibrate([logits], 'ko', fitted).harmful).toBeCloseTo(1 / (1 + Math.exp(-1)));
    expect(calibrate([logits], 'en', fitted).harmful).toBe(0.5);
  });

  test('the worst window of each head counts, less the shift of a gate if there are several', () => {
    const window = (head: Head, logit: number): Float32Array => {
      const logits = new Float32Array(HEADS.length).fill(-9);
      logits[HEADS.indexOf(head)] = logit;
      return logits;
    };
    const scores = calibrate([window('cyber', 0), window('harmful', 1)], 'en', profile);
    expect(scores.cyber).toBe(0.5);
    expect(scores.harmful).toBe(0.5);
    expect(scores.privacy).toBeLessThan(0.001);
  });

  test('the likeliest category gets all of the score that decides', () => {
    const scores = scoreCategories({ ...none, harmful: 0.8, cyber: 0.6, privacy: 0.3 });
    expect(scores.cyber).toBeCloseTo(0.8);
    expect(scores.privacy).toBeCloseTo(0.4);
  });

  test('no category scores more than a head that decides', () => {
    fc.assert(
      fc.property(headScores, (heads) => {
        const scores = scoreCategories(heads);
        const most = Math.max(
          heads.harmful,
          heads.toxic,
          heads.prompt_attack,
          heads.specialised_advice,
        );
        for (const category of CATEGORIES) {
          expect(scores[category]).toBeGreaterThanOrEqual(0);
          expect(scores[category]).toBeLessThanOrEqual(most + 1e-12);
        }
      }),
    );
  });
});

describe('levels', () => {
  test('a score between the two thresholds is watched, one above both is blocked', () => {
    expect(judge({ ...none, harmful: 0.6 }, 'en', 'standard', profile).finding).toBe('watch');
    const blocked = judge({ ...none, harmful: 0.95 }, 'en', 'standard', profile);
    expect(blocked.finding).toBe('block');
    expect(blocked.reasons).toEqual([
      { gate: 'harmful', finding: 'block', score: 0.95, threshold: 0.9 },
    ]);
  });

  test('the most severe reason comes first', () => {
    const { reasons } = judge(
      { ...none, harmful: 0.6, prompt_attack: 0.92 },
      'en',
      'standard',
      profile,
    );
    expect(reasons.map(({ gate }) => gate)).toEqual(['prompt_attack', 'harmful']);
  });

  test('advice alone is never acted on: that is for domain packs', () => {
    for (const level of LEVELS) {
      const advice = { ...none, specialised_advice: 0.99 };
      expect(judge(advice, 'en', level, profile).finding).toBe('allow');
    }
  });

  test('a worse score is never judged more mildly', () => {
    const severity = { allow: 0, watch: 1, block: 2 };
    fc.assert(
      fc.property(headScores, fc.constantFrom(...LEVELS), probability, (heads, level, more) => {
        const worse = { ...heads, harmful: Math.max(heads.harmful, more) };
        const before = severity[judge(heads, 'ja', level, profile).finding];
        expect(severity[judge(worse, 'ja', level, profile).finding]).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});

describe('the profile', () => {
  test('is read from its file', () => {
    expect(parseProfile(JSON.stringify(profile))).toEqual(profile);
  });

  test('of other heads is refused: its numbers would be given to the wrong ones', () => {
    const heads = [...HEADS].reverse();
    expect(() => parseProfile(JSON.stringify({ ...profile, heads }))).toThrow('heads');
  });

  test('with a threshold missing is refused', () => {
    const { thresholds, ...rest } = profile;
    const partial = { ...rest, thresholds: { minimal: thresholds.minimal } };
    expect(() => parseProfile(JSON.stringify(partial))).toThrow();
  });
});
