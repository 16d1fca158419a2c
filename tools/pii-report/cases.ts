import type { Entity } from '../../src/safety/personal-data/entities.ts';
import type { Random } from './random.ts';
import { bare, labelled, misnamed, type Sentence, type Words } from './sentences.ts';

/** How the examples of one entity are made. */
export interface Cases {
  entity: Entity;
  /** Whether it has check digits, which asks for better figures. */
  isChecked: boolean;
  positive(random: Random): Sentence;
  /** A text in which this entity should not be found. */
  nearMiss(random: Random): string;
}

export interface NumberCases {
  entity: Entity;
  isChecked: boolean;
  names: Words;
  /** Ways to write it; the first one has no separators. */
  value: (random: Random) => string;
  write?: readonly ((value: string) => string)[];
  /** Whether it is found without its name. */
  standsAlone: boolean | ((written: string) => boolean);
  /** A value that fails the check. */
  wrong: (random: Random) => string;
  /** Whether a number that has the form, under the name of another, is a near miss. */
  isMisnamedMiss?: boolean;
}

/** Names in English, Japanese, Korean and Chinese, alternatives apart by bars. */
export const names = (en: string, ja: string, ko: string, zh: string): Words => ({
  en: en.split('|'),
  ja: ja.split('|'),
  ko: ko.split('|'),
  zh: zh.split('|'),
});

export const plain = (value: string): string => value;

const FULL_WIDTH = 0xfee0;

/** ASCII digits and hyphens in full width, as they are typed in Japanese and Chinese. */
const widen = (written: string): string =>
  written.replace(/[0-9-]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) + FULL_WIDTH));

export const grouped =
  (separator: string, ...sizes: readonly number[]) =>
  (value: string): string => {
    let at = 0;
    const groups = sizes.map((size) => value.slice(at, (at += size)));
    return [...groups, value.slice(at)].filter((group) => group !== '').join(separator);
  };

/** Another last sign of the same kind. */
export function withWrongSign(random: Random, value: string, at = value.length - 1): string {
  const right = value.charAt(at);
  const alphabet = /\d/u.test(right) ? '0123456789' : '2345678923456789';
  const wrong = random.pick([...alphabet].filter((sign) => sign !== right));
  return value.slice(0, at) + wrong + value.slice(at + 1);
}

/** Numbers with a name: half of the sentences have the name if the number is found without it too. */
export function numberCases(rules: NumberCases): Cases {
  const write = (random: Random, value: string): string => {
    const written = random.pick(rules.write ?? [(plain: string) => plain])(value);
    return random.below(8) === 0 ? widen(written) : written;
  };
  return {
    entity: rules.entity,
    isChecked: rules.isChecked,
    positive(random) {
      const written = write(random, rules.value(random));
      const { standsAlone } = rules;
      const isBare =
        typeof standsAlone === 'boolean' ? standsAlone : standsAlone(written.normalize('NFKC'));
      return isBare && random.below(2) === 0
        ? bare(random, written)
        : labelled(random, rules.names, written);
    },
    nearMiss(random) {
      const value = rules.value(random);
      const isDigits = /^\d+$/u.test(value);
      const wrong = (): string => write(random, rules.wrong(random));
      const kinds = [
        () => labelled(random, rules.names, wrong()),
        () => bare(random, wrong()),
        ...(isDigits || rules.isChecked
          ? [
              () => labelled(random, rules.names, random.digits(2) + value + random.digits(3)),
              () => bare(random, random.digits(1) + value),
              () => bare(random, value + random.digits(1)),
              () => bare(random, `a${value}f`),
            ]
          : []),
        ...(isDigits ? [() => bare(random, `0.${value}`)] : []),
        ...(rules.isMisnamedMiss === true ? [() => misnamed(random, value)] : []),
      ];
      return random.pick(kinds)().text;
    },
  };
}
