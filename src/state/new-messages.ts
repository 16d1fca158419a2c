import {
  CONVERSATION_SCHEMA_VERSION,
  type Conversation,
  type Message,
  type Sampling,
} from '../domain/conversation.ts';
import type { GenerationSettings } from '../domain/generation-settings.ts';
import type { Verdict } from '../domain/verdict.ts';

/** A message that is about to be added to a conversation. */
export interface NewMessage {
  /** Only the first draft's parent counts; the others follow each other. */
  parentId: string | null;
  role: Message['role'];
  text: string;
  status: Message['status'];
  modelId: string | null;
  sampling?: Sampling;
  verdict?: Verdict;
}

/** Drafts as messages below each other. `nowMs` since the epoch. */
export function chainMessages(
  drafts: readonly NewMessage[],
  conversationId: string,
  nowMs: number,
): readonly Message[] {
  let parentId = drafts[0]?.parentId ?? null;
  return drafts.map((draft, index): Message => {
    const message = {
      ...draft,
      id: crypto.randomUUID(),
      conversationId,
      parentId,
      usage: null,
      droppedMessages: 0,
      createdAt: nowMs + index,
    };
    parentId = message.id;
    return message;
  });
}

/** A conversation without a message. `nowMs` since the epoch. */
export function newConversation(
  nowMs: number,
  title: string,
  settings: Partial<GenerationSettings>,
): Conversation {
  return {
    schemaVersion: CONVERSATION_SCHEMA_VERSION,
    id: crypto.randomUUID(),
    title,
    activeLeafId: null,
    createdAt: nowMs,
    updatedAt: nowMs,
    ...(Object.keys(settings).length > 0 ? { settings } : {}),
  };
}
