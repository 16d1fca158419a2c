const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};
/** Highest number of a character. */
const LAST_CODE_POINT = 0x10ffff;

/** The five entities of XML and characters by number. A document can declare no others: they stay as they are written. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/giu,
    (written, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return NAMED[name] ?? written;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      const isCharacter = code > 0x1f || code === 9 || code === 10;
      const isHalf = code >= 0xd800 && code <= 0xdfff;
      return isCharacter && !isHalf && code <= LAST_CODE_POINT
        ? String.fromCodePoint(code)
        : written;
    },
  );
}
