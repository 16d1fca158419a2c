/** A file that goes with a question, as the text that was found in it. */
export interface AttachedText {
  name: string;
  text: string;
}

/** Which part of an attachment is sent. */
export const KEPT_PARTS = ['all', 'beginning', 'end'] as const;
export type KeptPart = (typeof KEPT_PARTS)[number];

/** Why the text of a file could not be had. */
export type AttachmentFault =
  /** Nothing is known of how to read such a file. */
  | { type: 'unknown-kind' }
  | { type: 'empty' }
  | { type: 'too-large'; mostBytes: number }
  /** The text itself: more than any model could read. */
  | { type: 'too-long'; mostCharacters: number }
  | { type: 'encrypted' }
  | { type: 'damaged' }
  /** A document of pictures. */
  | { type: 'no-text' }
  | { type: 'too-slow'; afterMs: number }
  /** What reads such files could not be started. */
  | { type: 'unreadable' };

/** "csv" of "Table.CSV"; the empty string of a name without one. */
export function extensionOf(name: string): string {
  return /\.([^.]+)$/u.exec(name)?.[1]?.toLowerCase() ?? '';
}
