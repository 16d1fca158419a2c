import type { AppError } from '../domain/app-error.ts';
import { createArchive, type ArchiveFault, type ConversationTree } from '../domain/chat-archive.ts';
import type { Conversation } from '../domain/conversation.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Chat } from './chat.svelte.ts';
import type { Conversations } from './conversations.svelte.ts';

/** What came of taking in a file. */
export type ImportOutcome =
  | { type: 'imported'; conversationCount: number }
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

  /** Takes in all conversations of a file, beside those that are there, or none of them. */
  async importArchive(file: Blob): Promise<ImportOutcome> {
    // read by code that is loaded when a file is
    const { readArchive } = await import('../storage/conversations/read-archive.ts');
    const read = await readArchive(file);
    if (!read.ok) return { type: 'refused', fault: read.error };
    const added = await this.#conversations.add(read.value);
    return added.ok
      ? { type: 'imported', conversationCount: read.value.length }
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
