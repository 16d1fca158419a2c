import { ARCHIVE_LIMITS, type ArchiveFault } from '../../domain/chat-archive.ts';
import type { ChatSource, LeftOut } from '../../domain/chat-import.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { formatBytes, formatNumber } from '../format.ts';

/** Why a file was not taken, as a person reads it. */
export function describeArchiveFault(fault: ArchiveFault, language: string): string {
  switch (fault) {
    case 'not-an-archive':
      return m.archive_not_an_archive();
    case 'newer-version':
      return m.archive_newer_version();
    case 'too-large':
      return m.archive_too_large({ limit: formatBytes(ARCHIVE_LIMITS.fileBytes, language) });
    case 'damaged':
      return m.archive_damaged();
  }
}

/** Names of products, the same in every language; null for files of this app. */
const SOURCE_NAMES: Readonly<Record<ChatSource, string | null>> = {
  mamori: null,
  chatgpt: 'ChatGPT',
  'chat-ui': 'chat-ui',
  'llama-cpp': 'llama.cpp',
};

/** What became of a file that was taken, and what of it was not. */
export function describeImport(
  source: ChatSource,
  conversationCount: number,
  leftOut: LeftOut,
  language: string,
): string {
  const inWords = (count: number): string => formatNumber(count, language);
  const count = inWords(conversationCount);
  const name = SOURCE_NAMES[source];
  const done =
    conversationCount === 0
      ? m.import_chats_none()
      : name === null
        ? m.import_chats_done({ count })
        : m.import_chats_done_from({ source: name, count });
  return [
    done,
    leftOut.images > 0 ? m.import_left_out_images({ count: inWords(leftOut.images) }) : '',
    leftOut.others > 0 ? m.import_left_out_others({ count: inWords(leftOut.others) }) : '',
    leftOut.conversations > 0
      ? m.import_unreadable_chats({ count: inWords(leftOut.conversations) })
      : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
