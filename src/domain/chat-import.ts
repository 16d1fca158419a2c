import type { ConversationTree } from './chat-archive.ts';

/** Whose file conversations come from. */
export type ChatSource = 'mamori' | 'chatgpt' | 'chat-ui' | 'llama-cpp';

/** What of a file was not taken in. */
export interface LeftOut {
  images: number;
  /** Sound, documents and other parts that are no text. */
  others: number;
  /** Conversations that could not be read. */
  conversations: number;
}

/** Conversations of a file, ready to be stored. */
export interface ReadChats {
  source: ChatSource;
  trees: readonly ConversationTree[];
  leftOut: LeftOut;
}

export const NOTHING_LEFT_OUT: LeftOut = { images: 0, others: 0, conversations: 0 };

/** Both together. */
export function addLeftOut(a: LeftOut, b: LeftOut): LeftOut {
  return {
    images: a.images + b.images,
    others: a.others + b.others,
    conversations: a.conversations + b.conversations,
  };
}
