import { describe, expect, it } from 'vitest';
import { ENTITIES } from '../../../../src/safety/personal-data/entities.ts';
import { measure } from '../../../../tools/pii-report/measure.ts';

describe('the report on the detectors of personal data', () => {
  const figures = measure();

  it('covers every entity with at least 200 examples and 200 near misses', () => {
    expect(figures.map(({ entity }) => entity).toSorted()).toEqual([...ENTITIES].toSorted());
    for (const { positives, nearMisses } of figures)
      expect(Math.min(positives, nearMisses)).toBeGreaterThanOrEqual(200);
  });

  it.each(figures)('$entity reaches its goals for precision and recall', ({ isGood, examples }) => {
    expect(isGood, examples.join('\n')).toBe(true);
  });
});
