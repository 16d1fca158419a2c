import MiniSearch from 'minisearch';
import {
  normalizeForSearch,
  phrasesToVerify,
  tokenizeQuery,
  tokenizeText,
} from '../../domain/search-text.ts';

/** A text that can be found. */
export interface SearchText {
  conversationId: string;
  /** Null for the conversation's title. */
  messageId: string | null;
  text: string;
}

interface IndexedText extends SearchText {
  id: number;
}

/** How much more a word in a title says of a conversation than one in a message. */
const TITLE_BOOST = 2;

/** The texts of conversations by their words. In memory only. */
export class SearchIndex {
  readonly #texts = new Map<number, IndexedText>();
  readonly #idsByConversation = new Map<string, number[]>();
  #nextId = 0;
  readonly #index = new MiniSearch<IndexedText>({
    fields: ['text'],
    tokenize: tokenizeText,
    // terms are compared as the tokenizer gives them
    processTerm: (term) => term,
    searchOptions: { tokenize: tokenizeQuery, prefix: true, combineWith: 'AND' },
  });

  add(text: SearchText): void {
    const id = this.#nextId;
    this.#nextId += 1;
    const indexed = { ...text, id };
    this.#texts.set(id, indexed);
    const ids = this.#idsByConversation.get(text.conversationId) ?? [];
    ids.push(id);
    this.#idsByConversation.set(text.conversationId, ids);
    this.#index.add(indexed);
  }

  removeConversation(conversationId: string): void {
    for (const id of this.#idsByConversation.get(conversationId) ?? []) {
      this.#index.discard(id);
      this.#texts.delete(id);
    }
    this.#idsByConversation.delete(conversationId);
  }

  /** The best text of each conversation that has all words of the query in one text, best first. */
  find(query: string): readonly SearchText[] {
    const phrases = phrasesToVerify(query);
    const found = this.#index.search(query, {
      boostDocument: (id) => (this.#texts.get(Number(id))?.messageId === null ? TITLE_BOOST : 1),
    });
    const best = new Map<string, SearchText>();
    for (const { id } of found) {
      const text = this.#texts.get(Number(id));
      if (!text || best.has(text.conversationId)) continue;
      if (phrases.every((phrase) => contains(text.text, phrase))) {
        best.set(text.conversationId, text);
      }
    }
    return [...best.values()];
  }
}

/** Most texts are written as they are compared, and need not be normalised for it. */
function contains(text: string, phrase: string): boolean {
  return text.includes(phrase) || normalizeForSearch(text).includes(phrase);
}
