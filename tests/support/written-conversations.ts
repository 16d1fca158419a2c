import type { Placement } from '../../src/domain/conversation.ts';
import { writeArchive as writeChats } from '../../tools/chats/write-archive.mjs';

const DAY_MS = 86_400_000;

/** A conversation as a test wants it in the app. */
export interface WrittenConversation extends Placement {
  title: string;
  /** Of its last change; 0 is today. */
  daysAgo?: number;
  /** Questions and replies in turn. */
  turns?: readonly string[];
  /** A reply beside the last one, on a branch that is not shown. */
  otherReply?: string;
}

/** The text of a file that puts these conversations into the app, without a model having written them. */
export function writeArchive(conversations: readonly WrittenConversation[]): string {
  const now = Date.now();
  return writeChats(
    conversations.map(({ title, daysAgo = 0, turns, otherReply, ...place }, index) => ({
      title,
      // later ones are older, so that the order is the one in which they are written here
      updatedAt: now - daysAgo * DAY_MS - index,
      turns: turns ?? ['Hello', 'Good day.'],
      ...(otherReply === undefined ? {} : { otherReply }),
      place,
    })),
  );
}
