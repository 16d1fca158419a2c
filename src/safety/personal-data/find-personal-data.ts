import { CHINA } from './china.ts';
import { CRYPTO_ADDRESSES } from './crypto-addresses.ts';
import { findEncodedRuns } from './decode.ts';
import { CONTEXTUAL_CHECKS, type Candidate, type Detector } from './detector.ts';
import { ENTITIES, type Entity } from './entities.ts';
import { GLOBAL } from './global.ts';
import { JAPAN } from './japan.ts';
import { KOREA } from './korea.ts';
import { PERSON_NAMES } from './names.ts';
import { PASSPORTS } from './passports.ts';
import { PAYMENT_NUMBERS } from './payment-numbers.ts';
import { PHONES } from './phones.ts';
import { POSTAL_ADDRESSES } from './postal-addresses.ts';
import { SECRETS } from './secrets.ts';
import { UNITED_STATES } from './united-states.ts';
import { readVisible } from './visible-text.ts';

/** Personal data in a text. Places are UTF-16 offsets in the text as it was given. */
export interface PersonalDataSpan {
  entity: Entity;
  start: number;
  /** exclusive */
  end: number;
  /** Equal for the same value in another form: digits only, lower case, E.164 and so on. */
  value: string;
  /** The name of what validated it, such as `luhn`, `mod-97`, `prefix` or `context`. */
  check: string;
}

export interface FindOptions {
  entities: ReadonlySet<Entity>;
  /** Also looks into Base64, hexadecimal and percent-encoded runs. */
  decode: boolean;
}

type Found = Candidate & { entity: Entity };

const DETECTORS: readonly Detector[] = [
  ...GLOBAL,
  ...PAYMENT_NUMBERS,
  PHONES,
  CRYPTO_ADDRESSES,
  SECRETS,
  PASSPORTS,
  ...JAPAN,
  ...KOREA,
  ...CHINA,
  ...UNITED_STATES,
  PERSON_NAMES,
  POSTAL_ADDRESSES,
];

/** What was found in an encoded run names the encoding before the check. */
const isContextual = ({ check }: Candidate): number =>
  Number(CONTEXTUAL_CHECKS.has(check.replace(/^.*:/u, '')));

/** A numbering plan admits far more numbers than a check digit does. */
const isPlanned = ({ check }: Candidate): number => Number(check === 'numbering-plan');

/**
 * Validated before contextual, longer before shorter, then the nearer to its name, check digits before numbering plans,
 * and the order of `ENTITIES`.
 */
function compare(a: Found, b: Found): number {
  return (
    isContextual(a) - isContextual(b) ||
    b.end - b.start - (a.end - a.start) ||
    (a.distance === b.distance ? 0 : a.distance - b.distance) ||
    isPlanned(a) - isPlanned(b) ||
    ENTITIES.indexOf(a.entity) - ENTITIES.indexOf(b.entity) ||
    a.start - b.start
  );
}

function withoutOverlaps(found: readonly Found[]): Found[] {
  const isTaken = new Uint8Array(found.reduce((last, { end }) => Math.max(last, end), 0));
  const kept = found.toSorted(compare).filter(({ start, end }) => {
    if (isTaken.subarray(start, end).includes(1)) return false;
    isTaken.fill(1, start, end);
    return true;
  });
  return kept.sort((a, b) => a.start - b.start);
}

function findPlain(text: string, entities: ReadonlySet<Entity>): Found[] {
  return DETECTORS.flatMap((detector) =>
    entities.has(detector.entity)
      ? detector.find(text).map((one) => ({ entity: detector.entity, ...one }))
      : [],
  );
}

function findEncoded(text: string, entities: ReadonlySet<Entity>): Found[] {
  return findEncodedRuns(text).flatMap(({ start, end, encoding, decoded }) => {
    const [first] = withoutOverlaps(findPlain(readVisible(decoded).text, entities));
    if (!first) return [];
    const value = text.slice(start, end);
    return [{ ...first, start, end, value, check: `${encoding}:${first.check}` }];
  });
}

/**
 * Personal data of the given kinds, in the order of the text and not overlapping. Of two that overlap the validated one
 * stays, then the longer one, then the one nearer to a word that names it. Never throws.
 */
export function findPersonalData(text: string, options: FindOptions): readonly PersonalDataSpan[] {
  const visible = readVisible(text);
  const found = findPlain(visible.text, options.entities);
  if (options.decode) found.push(...findEncoded(visible.text, options.entities));
  return withoutOverlaps(found).map(({ entity, start, end, value, check }) => ({
    entity,
    start: visible.mapped.startOf(start),
    end: visible.mapped.endOf(end),
    value,
    check,
  }));
}
