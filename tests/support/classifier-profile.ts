import { GATES, HEADS, LANGUAGES, LEVELS, type ClassifierProfile } from '../../src/safety/index.ts';

const perLanguage = <T>(make: () => T) =>
  Object.fromEntries(LANGUAGES.map((language) => [language, make()]));

/** A profile whose probabilities are the logits' own and whose levels watch from 0.5 and block from 0.9. */
export function makeProfile(): ClassifierProfile {
  const calibration = Object.fromEntries(
    HEADS.map((head) => [head, perLanguage(() => ({ slope: 1, bias: 0 }))]),
  );
  const thresholds = Object.fromEntries(
    LEVELS.map((level) => [
      level,
      Object.fromEntries(
        GATES.map((gate) => [gate, perLanguage(() => ({ watch: 0.5, block: 0.9 }))]),
      ),
    ]),
  );
  return {
    schemaVersion: 1,
    version: 'test',
    heads: [...HEADS],
    calibration,
    longShift: Object.fromEntries(GATES.map((gate) => [gate, perLanguage(() => 1)])),
    thresholds,
  } as ClassifierProfile;
}
