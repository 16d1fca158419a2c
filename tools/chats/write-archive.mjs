// @ts-check

/**
 * A conversation for an archive that no model has written.
 * @typedef {object} WrittenConversation
 * @property {string} title
 * @property {number} updatedAt milliseconds since the epoch
 * @property {readonly string[]} turns questions and replies in turn
 * @property {string} [otherReply] beside the last one, on a branch that is not shown
 * @property {object} [place] where it stands in the list: fields of the conversation
 */

/** How long before its last change a conversation has begun. Milliseconds. */
const AGE_MS = 1_000;

/**
 * The text of a `.mamori` file that puts these conversations into the app.
 * @param {readonly WrittenConversation[]} conversations
 */
export function writeArchive(conversations) {
  return JSON.stringify({
    format: 'mamori-chats',
    version: 1,
    exportedAt: new Date().toISOString(),
    conversations: conversations.map(writeConversation),
  });
}

/** @param {WrittenConversation} written */
function writeConversation({ title, updatedAt, turns, otherReply, place }) {
  const createdAt = updatedAt - AGE_MS;
  const messages = turns.map((text, at) => ({
    id: `m${at}`,
    conversationId: 'c',
    parentId: at === 0 ? null : `m${at - 1}`,
    role: at % 2 === 0 ? 'user' : 'assistant',
    text,
    status: 'complete',
    modelId: null,
    usage: null,
    droppedMessages: 0,
    createdAt: createdAt + at,
  }));
  const last = messages.at(-1);
  const other =
    otherReply !== undefined && last ? [{ ...last, id: 'other', text: otherReply }] : [];
  return {
    conversation: {
      schemaVersion: 1,
      id: 'c',
      title,
      activeLeafId: last?.id ?? null,
      createdAt,
      updatedAt,
      ...place,
    },
    messages: [...messages, ...other],
  };
}
