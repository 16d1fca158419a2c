import type { Conversation, Message } from '../../domain/conversation.ts';
import { ok } from '../../domain/result.ts';
import type { ConversationStore } from './conversation-store.ts';

/** Stands in where the browser refuses to store anything: conversations last until the page closes. */
export function createMemoryConversationStore(): ConversationStore {
  const conversations = new Map<string, Conversation>();
  const messages = new Map<string, Message>();
  const messagesOf = (conversationId: string): Message[] =>
    [...messages.values()].filter((message) => message.conversationId === conversationId);
  return {
    listConversations: () => Promise.resolve(ok([...conversations.values()])),
    readMessages: (conversationId) => Promise.resolve(ok(messagesOf(conversationId))),
    readConversation: (conversationId) =>
      Promise.resolve(ok(conversations.get(conversationId) ?? null)),
    countRecords: (conversationId) =>
      Promise.resolve(
        ok(conversationId === null ? conversations.size : messagesOf(conversationId).length),
      ),
    save(changed, changedMessages) {
      for (const conversation of changed) conversations.set(conversation.id, conversation);
      for (const message of changedMessages) messages.set(message.id, message);
      return Promise.resolve(ok(null));
    },
    removeMessages(conversation, ids) {
      conversations.set(conversation.id, conversation);
      for (const id of ids) messages.delete(id);
      return Promise.resolve(ok(null));
    },
    removeConversations(conversationIds) {
      for (const conversationId of conversationIds) {
        conversations.delete(conversationId);
        for (const message of messagesOf(conversationId)) messages.delete(message.id);
      }
      return Promise.resolve(ok(null));
    },
    addAll(trees) {
      for (const tree of trees) {
        conversations.set(tree.conversation.id, tree.conversation);
        for (const message of tree.messages) messages.set(message.id, message);
      }
      return Promise.resolve(ok(null));
    },
    removeAll() {
      conversations.clear();
      messages.clear();
      return Promise.resolve(ok(null));
    },
  };
}
