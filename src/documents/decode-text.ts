/** What files were written in before UTF-8, by the reader's language. Names as `TextDecoder` knows them. */
const OLDER: Readonly<Record<string, string>> = {
  ja: 'shift_jis',
  ko: 'euc-kr',
  zh: 'gb18030',
};

/**
 * The text of a file's bytes: UTF-8, UTF-16 with its mark, else what was usual for the language. Null where it is no text.
 * Line ends become `\n`.
 */
export function decodeText(bytes: Uint8Array, language: string): string | null {
  const marked = decodeUtf16(bytes);
  // a zero byte is in no text that is not UTF-16
  if (marked === null && bytes.subarray(0, 8_192).includes(0)) return null;
  const text = marked ?? decode(bytes, 'utf-8') ?? decode(bytes, OLDER[language] ?? 'windows-1252');
  return text?.replace(/\r\n?/gu, '\n') ?? null;
}

function decodeUtf16(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decode(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decode(bytes, 'utf-16be');
  return null;
}

function decode(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
