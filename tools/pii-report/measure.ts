import { ENTITIES, type Entity } from '../../src/safety/personal-data/entities.ts';
import {
  findPersonalData,
  type PersonalDataSpan,
} from '../../src/safety/personal-data/find-personal-data.ts';
import type { Cases } from './cases.ts';
import { DOCUMENT_CASES } from './document-cases.ts';
import { INTERNET_CASES } from './internet-cases.ts';
import { makeNoise } from './noise.ts';
import { NUMBER_CASES } from './number-cases.ts';
import { PAYMENT_CASES } from './payment-cases.ts';
import { PROSE_CASES } from './prose-cases.ts';
import { Random } from './random.ts';

const SEED = 20_240_601;
/** Of each kind and for each entity. */
const COUNT = 400;

interface Goal {
  precision: number;
  recall: number;
}
const CHECKED_GOAL: Goal = { precision: 0.98, recall: 0.97 };
const OTHER_GOAL: Goal = { precision: 0.95, recall: 0.95 };

export interface EntityFigures {
  entity: Entity;
  positives: number;
  nearMisses: number;
  /** Found with exactly its place and kind. */
  found: number;
  /** Of this kind, in any of the texts, where it should not be. */
  wrong: number;
  precision: number;
  recall: number;
  goal: Goal;
  isGood: boolean;
  /** The first few texts that went wrong. */
  examples: readonly string[];
}

const ALL: ReadonlySet<Entity> = new Set(ENTITIES);
const MAXIMUM_EXAMPLES = 12;

const find = (text: string): readonly PersonalDataSpan[] =>
  findPersonalData(text, { entities: ALL, decode: true });

class Tally {
  found = 0;
  wrong = 0;
  readonly examples: string[] = [];

  note(kind: 'missed' | 'wrong', text: string): void {
    if (this.examples.length < MAXIMUM_EXAMPLES)
      this.examples.push(`${kind}: ${JSON.stringify(text)}`);
  }
}

/** Precision and recall of all detectors together, on texts that are the same every time. */
export function measure(): EntityFigures[] {
  const cases: readonly Cases[] = [
    ...PAYMENT_CASES,
    ...NUMBER_CASES,
    ...INTERNET_CASES,
    ...DOCUMENT_CASES,
    ...PROSE_CASES,
  ];
  const tallies = new Map(cases.map(({ entity }) => [entity, new Tally()]));
  const noteWrong = (spans: readonly PersonalDataSpan[], text: string): void => {
    for (const { entity } of spans) {
      const tally = tallies.get(entity);
      if (!tally) continue;
      tally.wrong += 1;
      tally.note('wrong', text);
    }
  };
  cases.forEach(({ entity, positive, nearMiss }, at) => {
    const random = new Random(SEED + at);
    const tally = tallies.get(entity);
    for (let round = 0; round < COUNT; round += 1) {
      const { text, start, end } = positive(random);
      const spans = find(text);
      const isHit = (span: PersonalDataSpan): boolean =>
        span.entity === entity && span.start === start && span.end === end;
      if (spans.some(isHit)) {
        if (tally) tally.found += 1;
      } else tally?.note('missed', text);
      noteWrong(
        spans.filter((span) => !isHit(span)),
        text,
      );

      const miss = nearMiss(random);
      // a near miss of one kind may be a good example of another, so only its own kind counts
      noteWrong(
        find(miss).filter((span) => span.entity === entity),
        miss,
      );
    }
  });
  const random = new Random(SEED - 1);
  for (let round = 0; round < COUNT; round += 1) {
    const noise = makeNoise(random);
    noteWrong(find(noise), noise);
  }
  return cases.map(({ entity, isChecked }) => {
    const { found, wrong, examples } = tallies.get(entity) ?? new Tally();
    const precision = found + wrong === 0 ? 0 : found / (found + wrong);
    const recall = found / COUNT;
    const goal = isChecked ? CHECKED_GOAL : OTHER_GOAL;
    const isGood = precision >= goal.precision && recall >= goal.recall;
    const counts = { positives: COUNT, nearMisses: COUNT, found, wrong };
    return { entity, ...counts, precision, recall, goal, isGood, examples };
  });
}
