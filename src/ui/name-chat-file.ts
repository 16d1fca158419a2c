import { ARCHIVE_EXTENSION } from '../domain/chat-archive.ts';
import { formatFileDate } from './save-file.ts';

/** "mamori-chats-2026-11-29.mamori" */
export function nameChatFile(date: Date): string {
  return `mamori-chats-${formatFileDate(date)}${ARCHIVE_EXTENSION}`;
}
