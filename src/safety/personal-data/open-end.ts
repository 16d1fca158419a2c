import { MAXIMUM_GROUPED, MAXIMUM_PROSE, MAXIMUM_RUN } from './detector.ts';
import type { Entity } from './entities.ts';
import { readVisible } from './visible-text.ts';

/** Tails of the text to look at, in UTF-16 units: the first nearly always tells, the second holds every value. */
const SHORT_TAIL = 512;
const LONG_TAIL = 2 * MAXIMUM_RUN;

const KEY_BEGINNING = /-----BEGIN ([A-Z0-9 ]{0,40})/gu;
/** A value's own signs. */
const RUN_SIGN = /[!-~]/u;
const HALF_A_PAIR = /[\ud800-\udbff]$/;
/** A piece of a number, or of an IBAN, which has groups of letters too; or a hyphen set apart. */
const GROUP = /\d|^[A-Z]{1,4}$|^-$/u;
const SENTENCE_END = /[\n。!?][^\n。!?]*$/u;

function startOfRun(text: string, end: number): number {
  let start = end;
  while (start > 0 && RUN_SIGN.test(text.charAt(start - 1))) start -= 1;
  return start;
}

/** Where the last run of signs begins, with the groups before it that are joined to it by single spaces. */
function openRun(text: string): number {
  let open = startOfRun(text, text.length);
  if (text.length - open > MAXIMUM_RUN) return text.length - MAXIMUM_RUN;
  for (;;) {
    if (text.charAt(open - 1) !== ' ') return open;
    const start = startOfRun(text, open - 1);
    const isJoined = start < open - 1 && GROUP.test(text.slice(start, open - 1));
    if (!isJoined || text.length - open >= MAXIMUM_GROUPED) return open;
    open = start;
  }
}

function openKey(text: string): number {
  const from = Math.max(0, text.length - LONG_TAIL);
  const tail = text.slice(from);
  for (const { 1: label = '', index } of tail.matchAll(KEY_BEGINNING)) {
    const ending = `-----END ${label}-----`;
    const end = tail.indexOf(ending, index);
    // a block that ends with the text is not released yet either
    const isClosed = end >= 0 && end + ending.length < tail.length;
    if (!isClosed && tail.length - index <= MAXIMUM_RUN) return from + index;
  }
  return text.length;
}

function openProse(text: string): number {
  const tail = Math.max(0, text.length - MAXIMUM_PROSE);
  return Math.max(tail, text.search(SENTENCE_END) + 1);
}

/** Where the open part of the last `size` units begins; null if it may begin before them. */
function openWithin(text: string, size: number, hasProse: boolean): number | null {
  const from = Math.max(0, text.length - size);
  const visible = readVisible(text.slice(from));
  const run = openRun(visible.text);
  const open = hasProse ? Math.min(run, openProse(visible.text)) : run;
  const isCertain = open > 0 && visible.text.length > size / 2;
  if (from > 0 && !isCertain) return null;
  return open === visible.text.length ? text.length : from + visible.mapped.startOf(open);
}

/**
 * Where the part of a growing text begins that may still become personal data, in UTF-16 units; the text's length if
 * there is no such part. What stands before it can be shown: no span found in any longer text reaches back across it.
 */
export function findOpenEnd(text: string, entities: ReadonlySet<Entity>): number {
  // the other half may make it a digit of the mathematical alphabets
  if (HALF_A_PAIR.test(text)) return findOpenEnd(`${text.slice(0, -1)}0`, entities);
  const hasProse = entities.has('person_name') || entities.has('postal_address');
  const open =
    openWithin(text, SHORT_TAIL, hasProse) ??
    openWithin(text, LONG_TAIL, hasProse) ??
    Math.max(0, text.length - LONG_TAIL);
  return entities.has('secret') ? Math.min(open, openKey(text)) : open;
}
