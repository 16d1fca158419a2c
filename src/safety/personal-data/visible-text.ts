import { mapVisible, type MappedText } from '../normalise/mapped-text.ts';

export interface VisibleText {
  /** Folded as by `mapVisible`, with hyphens for other dashes in numbers, and a line feed where the white space of the original held a line break. */
  text: string;
  mapped: MappedText;
}

const LINE_BREAK = /[\n\r\u2028\u2029]/u;

/** Dashes, the minus sign and the long vowel mark are typed for hyphens; at the end the next digit may still come. */
const DASH_IN_NUMBER = /(?<=[\d)])[\u2010-\u2015\u2212\u30fc](?=\d|$)/gu;

/** The form of a text that detectors read: numbers in two lines of a list are not groups of one number. */
export function readVisible(original: string): VisibleText {
  const mapped = mapVisible(original);
  const text = mapped.text
    .replace(DASH_IN_NUMBER, '-')
    .replace(/ /gu, (space, at: number) =>
      LINE_BREAK.test(original.slice(mapped.startOf(at), mapped.endOf(at + 1))) ? '\n' : space,
    );
  return { text, mapped };
}
