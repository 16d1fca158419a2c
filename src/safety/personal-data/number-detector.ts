import { distanceToWord, isNamedOtherwise, standsAlone } from './context.ts';
import type { Candidate, Detector } from './detector.ts';
import type { Entity } from './entities.ts';

export interface NumberRules {
  entity: Entity;
  /** The ways to write it, without anchors; groups need names. Each is tried at every place. */
  forms: readonly RegExp[];
  /** The name of the check that the number passes, or null. It is given without separators, in upper case. */
  check: (compact: string, written: string) => string | null;
  /** The compact number as one value for all its forms; itself by default. */
  canonical?: (compact: string) => string;
  /** Words that name it, with the flag g. */
  words: RegExp;
  /** How far before the number its name may stand, in characters. */
  reach?: number;
  /** Whether the number counts only near such a word. */
  needsWord: (written: string) => boolean;
  /** Words that say it is a number of another kind, with the flag g. */
  otherKinds?: RegExp;
}

const SEPARATORS = /[ \-./()]/gu;

/** The form as a look-ahead, so that places that overlap are all found. Its own groups need names. */
export const everywhere = (form: RegExp): RegExp =>
  new RegExp(`(?<![A-Za-z0-9_])(?=(${form.source}))`, 'gu');

/** Every place where a form of `everywhere` fits. */
export function* findForms(text: string, form: RegExp): Generator<{ start: number; end: number }> {
  for (const match of text.matchAll(form))
    yield { start: match.index, end: match.index + (match[1] ?? '').length };
}

export const withoutSeparators = (written: string): string => written.replace(SEPARATORS, '');

/** A detector for numbers and codes: form, check, then the words around. */
export function numberDetector(rules: NumberRules): Detector {
  const forms = rules.forms.map(everywhere);
  const judge = (text: string, start: number, end: number): Candidate | null => {
    const written = text.slice(start, end);
    if (!standsAlone(text, start, end)) return null;
    const compact = withoutSeparators(written).toUpperCase();
    const check = rules.check(compact, written);
    if (check === null) return null;
    const distance = distanceToWord(text, start, end, rules.words, rules.reach);
    const near = (words: RegExp): number => distanceToWord(text, start, end, words, rules.reach);
    if (rules.otherKinds && near(rules.otherKinds) < distance) return null;
    if (distance === Infinity && (rules.needsWord(written) || isNamedOtherwise(text, start, end)))
      return null;
    return { start, end, value: rules.canonical?.(compact) ?? compact, check, distance };
  };
  return {
    entity: rules.entity,
    find: (text) =>
      forms.flatMap((form) =>
        [...findForms(text, form)].flatMap(({ start, end }) => judge(text, start, end) ?? []),
      ),
  };
}
