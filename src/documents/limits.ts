/** Of a plain text; one of a million characters has at most four million bytes. */
export const MOST_TEXT_BYTES = 4 * 1024 ** 2;
/** Of a document with its pictures. */
export const MOST_DOCUMENT_BYTES = 64 * 1024 ** 2;
/** What the main part of a Word document may unpack to: a thousand pages have about ten megabytes. */
export const MOST_UNPACKED_BYTES = 32 * 1024 ** 2;
/** More than any model of today can read at once. */
export const MOST_CHARACTERS = 1_000_000;
/** Long documents take some seconds on slow devices; what takes longer than this was made to. */
export const MOST_READING_MS = 30_000;
