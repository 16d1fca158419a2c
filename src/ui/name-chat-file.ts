import { ARCHIVE_EXTENSION } from '../domain/chat-archive.ts';
import { formatCalendarDay } from '../domain/calendar-day.ts';

/** "mamori-chats-2026-11-29.mamori" */
export function nameChatFile(date: Date): string {
  return `mamori-chats-${formatCalendarDay(date)}${ARCHIVE_EXTENSION}`;
}
