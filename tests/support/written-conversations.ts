import { CONVERSATION_SCHEMA_VERSION, type Placement } from '../../src/domain/conversation.ts';

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
  return JSON.stringify({
    format: 'mamori-chats',
    version: 1,
    exportedAt: new Date(now).toISOString(),
    conversations: conversations.map((written, index) => {
      const { title, daysAgo = 0, turns = ['Hello', 'Good day.'], otherReply, ...place } = written;
      // later ones are older, so that the order is the one in which they are written here
      const updatedAt = now - daysAgo * DAY_MS - index;
      const base = { conversationId: 'c', status: 'complete', modelId: null, usage: null };
      const messages = turns.map((text, at) => ({
        ...base,
        id: `m${at}`,
        parentId: at === 0 ? null : `m${at - 1}`,
        role: at % 2 === 0 ? 'user' : 'assistant',
        text,
        droppedMessages: 0,
        createdAt: updatedAt - 1_000 + at,
      }));
      const last = messages.at(-1);
      const other =
        otherReply === undefined || !last ? [] : [{ ...last, id: 'other', text: otherReply }];
      return {
        conversation: {
          schemaVersion: CONVERSATION_SCHEMA_VERSION,
          id: 'c',
          title,
          activeLeafId: last?.id ?? null,
          createdAt: updatedAt - 1_000,
          updatedAt,
          ...place,
        },
        messages: [...messages, ...other],
      };
    }),
  });
}
