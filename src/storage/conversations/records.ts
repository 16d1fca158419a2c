import * as v from 'valibot';
import type { Conversation, Message } from '../../domain/conversation.ts';

const usage = v.object({
  promptTokens: v.number(),
  completionTokens: v.number(),
  prefillTokensPerSecond: v.number(),
  decodeTokensPerSecond: v.number(),
});

const message = v.object({
  id: v.string(),
  conversationId: v.string(),
  parentId: v.nullable(v.string()),
  role: v.picklist(['user', 'assistant']),
  text: v.string(),
  status: v.picklist([
    'streaming',
    'complete',
    'stopped',
    'length-limited',
    'interrupted',
    'failed',
  ]),
  modelId: v.nullable(v.string()),
  usage: v.nullable(usage),
  droppedMessages: v.number(),
  createdAt: v.number(),
}) satisfies v.GenericSchema<Message>;

const conversation = v.object({
  schemaVersion: v.number(),
  id: v.string(),
  title: v.string(),
  activeLeafId: v.nullable(v.string()),
  createdAt: v.number(),
  updatedAt: v.number(),
}) satisfies v.GenericSchema<Conversation>;

/**
 * The records that have the shape that this release knows. A damaged one must not take the others down with it: it stays
 * in the database, untouched, and is not shown.
 */
export function keepReadableMessages(records: readonly unknown[]): Message[] {
  return records.filter((record): record is Message => v.is(message, record));
}

/** As `keepReadableMessages`, for conversations. */
export function keepReadableConversations(records: readonly unknown[]): Conversation[] {
  return records.filter((record): record is Conversation => v.is(conversation, record));
}
