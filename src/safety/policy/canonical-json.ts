import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { isObject } from './merge.ts';

/**
 * One text for equal values: keys sorted by UTF-16 code units, no white space, numbers and strings as ECMAScript writes
 * them (RFC 8785). Absent and `undefined` are the same.
 */
export function toCanonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toCanonicalJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${toCanonicalJson(value[key])}`);
  return `{${members.join(',')}}`;
}

/** SHA-256 over the canonical JSON of `value`, in lower-case hexadecimal. */
export function hashJson(value: unknown): string {
  return hashText(toCanonicalJson(value));
}

/** SHA-256 over the UTF-8 bytes of `text`, in lower-case hexadecimal. */
export function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
