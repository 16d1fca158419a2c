import { formatCalendarDay } from '../../domain/calendar-day.ts';

/** In characters: systems take 255 bytes, and a character of some scripts has four. */
const LONGEST_NAME = 50;

/**
 * "Tea in Kyoto 2026-11-29.md". Signs that a system gives a meaning of its own, and those that nobody sees, are left out: a name
 * must neither lead elsewhere nor show another ending than it has.
 */
export function nameExportFile(title: string, date: Date, extension: string): string {
  const words = title
    .replace(/[^\p{L}\p{M}\p{N}\p{Emoji_Presentation} _-]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const name = Array.from(words).slice(0, LONGEST_NAME).join('').trim() || 'mamori-chat';
  return `${name} ${formatCalendarDay(date)}${extension}`;
}
