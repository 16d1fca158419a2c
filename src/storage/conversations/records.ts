import * as v from 'valibot';
import {
  CONVERSATION_SCHEMA_VERSION,
  type Conversation,
  type Message,
} from '../../domain/conversation.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { samplingSchema, settingsSchema } from '../generation/settings-schema.ts';

const usageSchema = v.object({
  promptTokens: v.number(),
  completionTokens: v.number(),
  prefillTokensPerSecond: v.number(),
  decodeTokensPerSecond: v.number(),
});

const decision = v.object({
  side: v.picklist(['prompt', 'response']),
  action: v.picklist(['log', 'warn', 'mask', 'replace', 'block']),
  cause: v.variant('type', [
    v.object({
      type: v.literal('category'),
      category: v.string(),
      score: v.number(),
      threshold: v.number(),
    }),
    v.object({
      type: v.literal('rule'),
      ruleId: v.string(),
      category: v.optional(v.string()),
    }),
    v.object({ type: v.literal('personal-data'), entity: v.string(), count: v.number() }),
    v.object({ type: v.literal('classifier-unavailable') }),
  ]),
});

export const verdictSchema = v.object({
  policyName: v.string(),
  level: v.string(),
  policyHash: v.string(),
  by: v.nullable(decision),
  decisions: v.array(decision),
  masks: v.array(
    v.object({
      placeholder: v.string(),
      entity: v.string(),
      value: v.nullable(v.string()),
      canonical: v.nullable(v.string()),
    }),
  ),
  notice: v.string(),
}) satisfies v.GenericSchema<Verdict>;

export const messageSchema = v.object({
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
    'blocked',
  ]),
  modelId: v.nullable(v.string()),
  usage: v.nullable(usageSchema),
  droppedMessages: v.number(),
  isPinned: v.exactOptional(v.boolean()),
  sampling: v.exactOptional(samplingSchema),
  verdict: v.exactOptional(verdictSchema),
  createdAt: v.number(),
}) satisfies v.GenericSchema<Message>;

export const conversationSchema = v.object({
  schemaVersion: v.number(),
  id: v.string(),
  title: v.string(),
  activeLeafId: v.nullable(v.string()),
  settings: v.exactOptional(settingsSchema),
  createdAt: v.number(),
  updatedAt: v.number(),
  pinned: v.exactOptional(v.boolean()),
  archived: v.exactOptional(v.boolean()),
  folder: v.exactOptional(v.string()),
}) satisfies v.GenericSchema<Conversation>;

/**
 * The records that have the shape that this release knows. A damaged one must not take the others down with it: it stays
 * in the database, untouched, and is not shown.
 */
export function keepReadableMessages(records: readonly unknown[]): Message[] {
  return records.filter((record): record is Message => v.is(messageSchema, record));
}

/** As `keepReadableMessages`, for conversations. One that a newer release has written may mean something else by now. */
export function keepReadableConversations(records: readonly unknown[]): Conversation[] {
  return records.filter(
    (record): record is Conversation =>
      v.is(conversationSchema, record) && record.schemaVersion <= CONVERSATION_SCHEMA_VERSION,
  );
}

/** The version of a stored conversation's shape, encrypted or not; 0 where there is none. */
export function readSchemaVersion(record: unknown): number {
  return v.is(versioned, record) ? record.schemaVersion : 0;
}

const versioned = v.object({ schemaVersion: v.number() });
