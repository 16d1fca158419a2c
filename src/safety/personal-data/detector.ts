import type { Entity } from './entities.ts';

/** A place that may be personal data. Places are UTF-16 offsets in the text that the detector was given. */
export interface Candidate {
  start: number;
  /** exclusive */
  end: number;
  /** The value in one form for all ways to write it. */
  value: string;
  /** The name of what validated it. */
  check: string;
  /** Characters to the nearest word that names this kind of value; `Infinity` if none is near. */
  distance: number;
}

/** Finds one kind of personal data in a text that `readVisible` prepared. */
export interface Detector {
  entity: Entity;
  find(text: string): Candidate[];
}

/** Checks that say where a value stands, not that the value itself is well formed. */
export const CONTEXTUAL_CHECKS: ReadonlySet<string> = new Set(['context', 'entropy', 'honorific']);

/** The longest value without white space, and the longest PEM block, in characters. */
export const MAXIMUM_RUN = 8_000;
/** The longest value of groups joined by single spaces: an IBAN of 34 characters in groups of 4 has 42. */
export const MAXIMUM_GROUPED = 64;
/** The longest name or postal address. */
export const MAXIMUM_PROSE = 120;
