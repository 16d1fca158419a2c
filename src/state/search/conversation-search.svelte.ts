import type { Conversation, Message } from '../../domain/conversation.ts';
import type { Conversations } from '../conversations.svelte.ts';
import { SearchIndex, type SearchText } from './search-index.ts';

export interface SearchHit {
  conversation: Conversation;
  /** The message that has the words; null if the title has. */
  messageId: string | null;
  /** The text that was found, or the piece of it. */
  text: string;
}

/** How long the index may keep the page from answering. Far below the 50 ms from which a person notices. Milliseconds. */
const SLICE_MS = 8;
/** A longer text is indexed in pieces, so that none keeps the page busy. In UTF-16 code units. */
const PIECE_LENGTH = 8_000;
/** Pieces overlap by more than a query is long, so that words across a cut are found. */
const OVERLAP_LENGTH = 200;

/** Finds conversations by their titles and texts. The index lives in memory as long as conversations are open to this tab. */
export class ConversationSearch {
  readonly #conversations: Conversations;
  #index = new SearchIndex();
  /** What is indexed, by conversation: its revision and its title. */
  readonly #indexed = new Map<string, { revision: number; title: string }>();
  /** Raised when everything is dropped, so that what was being indexed stays out. */
  #generation = 0;
  #running: Promise<void> | null = null;
  #isComplete = $state(false);
  /** Raised when something was indexed: what was found before may not be all. */
  #version = $state(0);
  readonly #byId = $derived.by(() => new Map(this.#conversations.list.map((one) => [one.id, one])));

  constructor(conversations: Conversations) {
    this.#conversations = conversations;
  }

  /** Whether everything that is stored can be found. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Indexes what has changed since the last time, in slices between which the page answers. */
  update(): Promise<void> {
    this.#running ??= this.#update().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** What has been indexed of the query so far; reads as a rune, so that what shows it follows. */
  find(query: string): readonly SearchHit[] {
    void this.#version;
    const hits: SearchHit[] = [];
    for (const { conversationId, messageId, text } of this.#index.find(query)) {
      const conversation = this.#byId.get(conversationId);
      if (conversation) hits.push({ conversation, messageId, text });
    }
    return hits;
  }

  /** Forgets everything: conversations are locked or deleted. */
  drop(): void {
    this.#generation += 1;
    this.#index = new SearchIndex();
    this.#indexed.clear();
    this.#isComplete = false;
    this.#version += 1;
  }

  async #update(): Promise<void> {
    const generation = this.#generation;
    const slice = createSlice();
    let hasChanged = this.#removeGone();
    for (const conversation of this.#conversations.list) {
      if (!this.#isOutdated(conversation)) continue;
      const revision = this.#conversations.revisionOf(conversation.id);
      const tree = await this.#conversations.readTree(conversation);
      if (this.#generation !== generation) return;
      const { id, title } = conversation;
      this.#index.removeConversation(id);
      this.#indexed.set(id, { revision, title });
      hasChanged = true;
      for (const text of textsOf(conversation, tree.ok ? tree.value.messages : [])) {
        this.#index.add(text);
        if (slice.isOver()) {
          await slice.next();
          if (this.#generation !== generation) return;
        }
      }
    }
    this.#isComplete = true;
    if (hasChanged) this.#version += 1;
  }

  #isOutdated({ id, title }: Conversation): boolean {
    const indexed = this.#indexed.get(id);
    return indexed?.revision !== this.#conversations.revisionOf(id) || indexed.title !== title;
  }

  #removeGone(): boolean {
    const ids = new Set(this.#conversations.list.map(({ id }) => id));
    const gone = [...this.#indexed.keys()].filter((id) => !ids.has(id));
    for (const id of gone) {
      this.#index.removeConversation(id);
      this.#indexed.delete(id);
    }
    return gone.length > 0;
  }
}

/** Titles and messages. Personal data are masked in them as they are on screen: what was masked cannot be found. */
function* textsOf(
  { id, title }: Conversation,
  messages: readonly Message[],
): Generator<SearchText> {
  yield { conversationId: id, messageId: null, text: title };
  for (const message of messages) {
    const { text } = message;
    for (let at = 0; at === 0 || at + OVERLAP_LENGTH < text.length; at += PIECE_LENGTH) {
      const piece = text.slice(at, at + PIECE_LENGTH + OVERLAP_LENGTH);
      yield { conversationId: id, messageId: message.id, text: piece };
    }
  }
}

/** Counts the time since the page could last answer. */
function createSlice(): { isOver: () => boolean; next: () => Promise<void> } {
  let startMs = performance.now();
  return {
    isOver: () => performance.now() - startMs > SLICE_MS,
    async next() {
      await new Promise((resolve) => setTimeout(resolve));
      startMs = performance.now();
    },
  };
}
