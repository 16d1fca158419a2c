import type { AppError } from '../domain/app-error.ts';
import { createArchive, type ArchiveFault, type ConversationTree } from '../domain/chat-archive.ts';
import type { ChatSource, LeftOut } from '../domain/chat-import.ts';
import type { Conversation } from '../domain/conversation.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Chat } from './chat.svelte.ts';
import type { Conversations } from './conversations.svelte.ts';

/** What came of taking in a file. */
export type ImportOutcome =
  | { type: 'imported'; source: ChatSource; conversationCount: number; leftOut: LeftOut }
  /** The file is at fault: nothing was taken. */
  | { type: 'refused'; fault: ArchiveFault }
  /** The store is at fault: nothing was taken. */
  | { type: 'failed'; error: AppError };

/** Conversations as files: what goes out and what comes in. */
export class ChatArchives {
  readonly #conversations: Conversations;
  readonly #chat: Chat;

  constructor(conversations: Conversations, chat: Chat) {
    this.#conversations = conversations;
    this.#chat = chat;
  }

  /** Every conversation of the list. */
  async exportAll(): Promise<Result<Blob>> {
    return this.#export(this.#conversations.list);
  }

  /** These conversations of the list. */
  async exportSome(ids: ReadonlySet<string>): Promise<Result<Blob>> {
    return this.#export(this.#conversations.list.filter(({ id }) => ids.has(id)));
  }

  /** The open conversation as it is on screen, whether or not it could be stored; null if none is open. */
  async exportOpen(): Promise<Result<Blob> | null> {
    const { active } = this.#conversations;
    return active && this.#export([active]);
  }

  /** A conversation of the list with all that is known of it; null if it is gone. */
  async readTree(id: string): Promise<Result<ConversationTree> | null> {
    const conversation = this.#conversations.list.find((listed) => listed.id === id);
    if (!conversation) return null;
    const tree = await this.#conversations.readTree(conversation);
    return tree.ok ? ok(this.#withReply(tree.value)) : tree;
  }

  /**
   * Takes in the conversations of a file, of this app or of another, beside those that are there, or none of them.
   * @param omitted stands where a turn had nothing but what is left out
   */
  async importFile(file: Blob, omitted: string): Promise<ImportOutcome> {
    // read by code that is loaded when a file is
    const { readChatFile } = await import('../storage/conversations/imports/read-chat-file.ts');
    const read = await readChatFile(file, omitted);
    if (!read.ok) return { type: 'refused', fault: read.error };
    const { source, trees, leftOut } = read.value;
    const added = await this.#conversations.add(trees);
    return added.ok
      ? { type: 'imported', source, conversationCount: trees.length, leftOut }
      : { type: 'failed', error: added.error };
  }

  async #export(conversations: readonly Conversation[]): Promise<Result<Blob>> {
    const trees: ConversationTree[] = [];
    for (const conversation of conversations) {
      const tree = await this.#conversations.readTree(conversation);
      if (!tree.ok) return err(tree.error);
      trees.push(this.#withReply(tree.value));
    }
    const archive = createArchive(trees, new Date());
    return ok(new Blob([JSON.stringify(archive)], { type: 'application/json' }));
  }

  /** A reply that is being written has most of its text in the chat alone. */
  #withReply({ conversation, messages }: ConversationTree): ConversationTree {
    const { reply, text } = this.#chat;
    return {
      conversation,
      messages: messages.map((message) =>
        message.id === reply?.id ? { ...message, text } : message,
      ),
    };
  }
}
