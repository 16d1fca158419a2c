/** Longer than any path that a system would take. UTF-16 units. */
const MOST_LENGTH = 1_000;

/**
 * Whether a path stays in its folder on every system: relative, with forward slashes, without `.` and `..`, drive letters
 * and control characters. Letters of every script may be in it.
 */
export function isPlainPath(path: string): boolean {
  if (path.length > MOST_LENGTH || /[\\\p{Cc}\p{Cs}]/u.test(path) || /^[a-z]:/iu.test(path)) {
    return false;
  }
  return path.split('/').every((segment) => !['', '.', '..'].includes(segment));
}
