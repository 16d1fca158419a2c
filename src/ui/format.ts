const BYTES_PER_UNIT = 1_000;
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** "84 MB": decimal units, as disks and data plans count. */
export function formatBytes(bytes: number, language: string): string {
  let unit = 0;
  let amount = bytes;
  while (amount >= BYTES_PER_UNIT && unit < UNITS.length - 1) {
    amount /= BYTES_PER_UNIT;
    unit += 1;
  }
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: UNITS[unit] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: amount < 10 && unit > 0 ? 1 : 0,
  }).format(amount);
}

/** "20 sec", "3 min": rounded, since it is an estimate. */
export function formatSeconds(seconds: number, language: string): string {
  const [unit, amount] =
    seconds < 60
      ? (['second', seconds] as const)
      : seconds < 3_600
        ? (['minute', seconds / 60] as const)
        : (['hour', seconds / 3_600] as const);
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 0,
  }).format(Math.max(1, Math.round(amount)));
}

/** "38 ms" */
export function formatMilliseconds(ms: number, language: string): string {
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: 'millisecond',
    unitDisplay: 'short',
    maximumFractionDigits: 0,
  }).format(Math.max(1, ms));
}

/** "135M" */
export function formatCount(count: number, language: string): string {
  return new Intl.NumberFormat(language, {
    notation: 'compact',
    maximumSignificantDigits: 3,
  }).format(count);
}

/** "24.1" */
export function formatRate(perSecond: number, language: string): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(perSecond);
}

/** "English, Japanese", in the reader's own language. */
export function formatLanguages(codes: readonly string[], language: string): string {
  const names = new Intl.DisplayNames(language, { type: 'language' });
  return new Intl.ListFormat(language, { type: 'conjunction', style: 'narrow' }).format(
    codes.map((code) => names.of(code) ?? code),
  );
}

/** "3 Nov 2026": the day is enough. `time` in milliseconds since the epoch. */
export function formatDate(time: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(time);
}

/** "4,096" */
export function formatNumber(number: number, language: string): string {
  return new Intl.NumberFormat(language).format(number);
}
