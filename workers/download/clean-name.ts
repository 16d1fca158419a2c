const MOST_LENGTH = 100;
const NAMELESS = 'model';

/**
 * Makes a name fit to be shown and to be a folder's on every system: nothing invisible, nothing that turns the direction of
 * writing, no character that a path may not hold; at most 100 UTF-16 units, never empty.
 */
export function cleanName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[\p{C}\p{Zl}\p{Zp}<>:"/\\|?*]/gu, ' ')
    .replace(/\s+/gu, ' ');
  let short = '';
  for (const character of trim(plain)) {
    if (short.length + character.length > MOST_LENGTH) break;
    short += character;
  }
  return trim(short) || NAMELESS;
}

/** A dot at the beginning hides a folder, and one at the end is lost on Windows. */
function trim(name: string): string {
  return name.replace(/^[\s.]+|[\s.]+$/gu, '');
}
