import {
  markInterrupted,
  repairLeaf,
  type Conversation,
  type Message,
  type MessagesById,
} from './conversation.ts';

/** What `format` of an archive says, whatever its version. */
export const ARCHIVE_FORMAT = 'mamori-chats';

/** Version of the archive's own shape; raise it when an older release could not read what is written. */
export const ARCHIVE_VERSION = 1;

/** How a file with conversations ends. */
export const ARCHIVE_EXTENSION = '.mamori';

/** What an archive may hold. Far more than anybody has, far less than what makes a page stand still. */
export const ARCHIVE_LIMITS = {
  fileBytes: 64 * 1024 * 1024,
  conversations: 10_000,
  messagesInAll: 200_000,
  /** In UTF-16 code units, per message. */
  textLength: 1_000_000,
  /** In characters; a longer one is cut. */
  titleCharacters: 200,
} as const;

/** A conversation with all its messages, on whichever branch they are. */
export interface ConversationTree {
  conversation: Conversation;
  messages: readonly Message[];
}

/** Conversations as a file. */
export interface ChatArchive {
  format: typeof ARCHIVE_FORMAT;
  version: typeof ARCHIVE_VERSION;
  /** ISO 8601, in UTC. */
  exportedAt: string;
  conversations: readonly ConversationTree[];
}

/** Why a file is not taken. Each has a sentence of its own. */
export type ArchiveFault = 'not-an-archive' | 'newer-version' | 'too-large' | 'damaged';

/** Puts trees into an archive. A reply that is being written now will be one that was interrupted. */
export function createArchive(trees: readonly ConversationTree[], at: Date): ChatArchive {
  return {
    format: ARCHIVE_FORMAT,
    version: ARCHIVE_VERSION,
    exportedAt: at.toISOString(),
    conversations: trees.map(({ conversation, messages }) => ({
      conversation,
      messages: messages.map(markInterrupted),
    })),
  };
}

/**
 * Whether messages are what a conversation can hold: no id twice, and a walk from each towards its parents ends at a root. A
 * parent that is missing is a fault too, since a reader would never see what hangs below it.
 */
export function isForest(messages: readonly Message[]): boolean {
  const byId = new Map(messages.map((message) => [message.id, message]));
  return byId.size === messages.length && messages.every(endsAtRoot(byId));
}

/** Remembers which messages end well, so that a long conversation is walked once and not once per message. */
function endsAtRoot(byId: MessagesById): (message: Message) => boolean {
  const known = new Set<string>();
  return (message) => {
    const walked = new Set<string>();
    let at: Message | undefined = message;
    while (at && !known.has(at.id)) {
      if (walked.has(at.id)) return false;
      walked.add(at.id);
      if (at.parentId === null) break;
      at = byId.get(at.parentId);
    }
    if (!at) return false;
    for (const id of walked) known.add(id);
    return true;
  };
}

/**
 * The same tree under ids of its own, so that it can lie beside the one that it was exported from.
 * @param mint gives an id that nothing has yet
 */
export function withNewIds(tree: ConversationTree, mint: () => string): ConversationTree {
  const conversationId = mint();
  const ids = new Map(tree.messages.map(({ id }) => [id, mint()]));
  const renamed = (id: string | null): string | null =>
    id === null ? null : (ids.get(id) ?? null);
  const messages = tree.messages.map((message) => ({
    ...message,
    id: renamed(message.id) ?? mint(),
    conversationId,
    parentId: renamed(message.parentId),
  }));
  const byId = new Map(messages.map((message) => [message.id, message]));
  const activeLeafId = repairLeaf(byId, renamed(tree.conversation.activeLeafId));
  return {
    conversation: { ...tree.conversation, id: conversationId, activeLeafId },
    messages,
  };
}
