import * as v from 'valibot';
import {
  ARCHIVE_FORMAT,
  ARCHIVE_LIMITS,
  ARCHIVE_VERSION,
  isForest,
  withNewIds,
  type ArchiveFault,
  type ConversationTree,
} from '../../domain/chat-archive.ts';
import {
  CONVERSATION_SCHEMA_VERSION,
  markInterrupted,
  placeConversation,
} from '../../domain/conversation.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { conversationSchema, messageSchema, verdictSchema } from './records.ts';

/** The latest moment that a date can be. Milliseconds since the epoch. */
const LATEST_MS = 8.64e15;
/** Names and reasons of a verdict; in UTF-16 code units. */
const LONGEST_NAME = 10_000;
/** How the safety layer names what it masks. Anything else could stand for words of a sentence. */
const PLACEHOLDER = /^\[[A-Z]+(?:_[A-Z]+)*_\d{1,9}\]$/u;

const time = v.pipe(v.number(), v.minValue(0), v.maxValue(LATEST_MS));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const rate = v.pipe(v.number(), v.finite(), v.minValue(0));
const id = v.pipe(v.string(), v.maxLength(200));
const short = v.pipe(v.string(), v.maxLength(LONGEST_NAME));

const importedConversation = v.object({
  ...conversationSchema.entries,
  schemaVersion: count,
  id,
  title: v.pipe(v.string(), v.transform(cutTitle)),
  activeLeafId: v.nullable(id),
  createdAt: time,
  updatedAt: time,
});

const importedVerdict = v.object({
  ...verdictSchema.entries,
  policyName: short,
  level: short,
  policyHash: short,
  masks: v.array(
    v.object({
      ...verdictSchema.entries.masks.item.entries,
      placeholder: v.pipe(v.string(), v.regex(PLACEHOLDER)),
      entity: short,
    }),
  ),
  notice: short,
});

const importedMessage = v.object({
  ...messageSchema.entries,
  id,
  conversationId: id,
  parentId: v.nullable(id),
  modelId: v.nullable(short),
  // what a reply cost is a figure beside it: one that cannot be read is left out, its reply is not
  usage: v.fallback(
    v.nullable(
      v.object({
        promptTokens: count,
        completionTokens: count,
        prefillTokensPerSecond: rate,
        decodeTokensPerSecond: rate,
      }),
    ),
    null,
  ),
  droppedMessages: count,
  verdict: v.exactOptional(importedVerdict),
  createdAt: time,
});

/** What tells an archive from other files, and its version from other versions. */
const envelope = v.object({ format: v.literal(ARCHIVE_FORMAT), version: count });
const body = v.object({
  conversations: v.array(v.object({ conversation: v.unknown(), messages: v.array(v.unknown()) })),
});

/**
 * Reads the conversations of an archive. What it says is anybody's: everything is checked, what is not known is left out, and
 * all that comes out are new objects with ids of their own. All of it is taken or nothing.
 * @param value the archive's JSON, parsed
 */
export function readArchive(value: unknown): Result<readonly ConversationTree[], ArchiveFault> {
  if (!isArchive(value)) return err('not-an-archive');
  if (value.version > ARCHIVE_VERSION) return err('newer-version');
  const read = v.safeParse(body, value);
  if (!read.success || value.version !== ARCHIVE_VERSION) return err('damaged');
  const { conversations } = read.output;
  const messagesInAll = conversations.reduce((sum, { messages }) => sum + messages.length, 0);
  if (
    conversations.length > ARCHIVE_LIMITS.conversations ||
    messagesInAll > ARCHIVE_LIMITS.messagesInAll
  ) {
    return err('too-large');
  }
  const trees: ConversationTree[] = [];
  for (const stored of conversations) {
    const tree = checkTree(stored);
    if (!tree.ok) return tree;
    trees.push(tree.value);
  }
  return ok(trees);
}

/** Whether it says that it is an archive, of whichever version. */
export function isArchive(value: unknown): value is v.InferOutput<typeof envelope> {
  return v.is(envelope, value);
}

/** The one way into the store for a conversation from a file, whoever wrote the file. */
export function checkTree(stored: {
  conversation: unknown;
  messages: readonly unknown[];
}): Result<ConversationTree, ArchiveFault> {
  const conversation = v.safeParse(importedConversation, stored.conversation);
  if (!conversation.success) return err('damaged');
  if (conversation.output.schemaVersion > CONVERSATION_SCHEMA_VERSION) return err('newer-version');
  const messages = v.safeParse(v.array(importedMessage), stored.messages);
  if (!messages.success || !isForest(messages.output)) return err('damaged');
  if (messages.output.some(({ text }) => text.length > ARCHIVE_LIMITS.textLength)) {
    return err('too-large');
  }
  const placed = placeConversation(conversation.output, {});
  const tree = {
    conversation: { ...placed, schemaVersion: CONVERSATION_SCHEMA_VERSION },
    messages: messages.output.map(markInterrupted),
  };
  return ok(withNewIds(tree, () => crypto.randomUUID()));
}

/** By character, so that a surrogate pair is never cut in half. */
function cutTitle(title: string): string {
  return Array.from(title.slice(0, 2 * ARCHIVE_LIMITS.titleCharacters))
    .slice(0, ARCHIVE_LIMITS.titleCharacters)
    .join('');
}
