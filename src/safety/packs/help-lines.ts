import type { Language } from '../classifier/heads.ts';
import file from './help-lines.json' with { type: 'json' };

/** Where a person in need can call. */
export interface HelpLine {
  name: string;
  number: string;
  /** When somebody answers, in the language of the line. */
  hours: string;
  /** The page on which it was read. */
  source: string;
}

/** Help lines by the language of the interface: where its speakers mostly are, not where this person is. */
export const HELP_LINES: Readonly<Record<Language, readonly HelpLine[]>> = file.lines;
