import type { Message } from '../../src/domain/conversation.ts';

/** A message with everything that a test does not care about filled in. */
export function makeMessage(values: Partial<Message> & { id: string }): Message {
  return {
    conversationId: 'c1',
    parentId: null,
    role: 'user',
    text: values.id,
    status: 'complete',
    modelId: null,
    usage: null,
    droppedMessages: 0,
    createdAt: 0,
    ...values,
  };
}

export function byId(messages: readonly Message[]): Map<string, Message> {
  return new Map(messages.map((message) => [message.id, message]));
}
