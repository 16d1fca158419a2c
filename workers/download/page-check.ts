/** Enough for a byte order mark, some blank lines and the beginning of a tag. Bytes. */
export const PAGE_HEAD_BYTES = 256;

/**
 * Whether a host sent a page in place of a file, as it does for "not found", a login or a full quota. `head` is the
 * beginning of the body, as far as it is known.
 */
export function isPage(path: string, contentType: string | null, head: Uint8Array): boolean {
  if (/\.html?$/iu.test(path)) return false;
  if (/^\s*(text\/html|application\/xhtml)/iu.test(contentType ?? '')) return true;
  const text = new TextDecoder().decode(head.subarray(0, PAGE_HEAD_BYTES));
  return /^\s*<(!doctype|html)/iu.test(text);
}
