/** The shortest and longest encoded run that is looked into, in characters. */
const SHORTEST = 12;
const LONGEST = 4_096;

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CONTROL = /(?![\t-\r])\p{Cc}/u;

export interface EncodedRun {
  start: number;
  end: number;
  encoding: 'base64' | 'hex' | 'percent';
  decoded: string;
}

function decodeUtf8(bytes: readonly number[]): string | null {
  try {
    const text = decodeURIComponent(
      bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    );
    return CONTROL.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** The text in Base64 or its form for URLs (RFC 4648, sections 4 and 5), or null if it holds no text in UTF-8. */
export function decodeBase64(encoded: string): string | null {
  const letters = encoded.replace(/=+$/u, '').replace(/-/gu, '+').replace(/_/gu, '/');
  if (letters.length % 4 === 1) return null;
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const letter of letters) {
    bits = ((bits << 6) | BASE64.indexOf(letter)) & 0xffffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push((bits >> count) & 0xff);
  }
  return decodeUtf8(bytes);
}

function decodeHex(encoded: string): string | null {
  if (encoded.length % 2 === 1) return null;
  return decodeUtf8((encoded.match(/../gu) ?? []).map((pair) => parseInt(pair, 16)));
}

function decodePercent(encoded: string): string | null {
  try {
    const text = decodeURIComponent(encoded.replace(/\+/gu, ' '));
    return CONTROL.test(text) ? null : text;
  } catch {
    return null;
  }
}

const length = `{${SHORTEST},${LONGEST}}`;
const ENCODINGS = [
  {
    encoding: 'base64',
    form: new RegExp(
      `(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]${length}={0,2}(?![A-Za-z0-9+/_=-])`,
      'gu',
    ),
    decode: decodeBase64,
  },
  {
    encoding: 'hex',
    form: new RegExp(`(?<![A-Za-z0-9])[0-9A-Fa-f]${length}(?![A-Za-z0-9])`, 'gu'),
    decode: decodeHex,
  },
  {
    encoding: 'percent',
    form: new RegExp(
      `(?<![\\w.~%+@-])(?=[\\w.~+@-]{0,256}%[0-9A-Fa-f]{2})(?:[\\w.~+@-]|%[0-9A-Fa-f]{2})${length}`,
      'gu',
    ),
    decode: decodePercent,
  },
] as const;

/** Runs of a text that decode to other text: Base64, hexadecimal (RFC 4648) and percent-encoding (RFC 3986). */
export function findEncodedRuns(text: string): EncodedRun[] {
  return ENCODINGS.flatMap(({ encoding, form, decode }) =>
    [...text.matchAll(form)].flatMap(({ 0: run, index: start }) => {
      const decoded = decode(run);
      return decoded === null ? [] : [{ start, end: start + run.length, encoding, decoded }];
    }),
  );
}
