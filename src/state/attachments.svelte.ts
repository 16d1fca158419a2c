import { SvelteMap } from 'svelte/reactivity';
import type { AttachedText, AttachmentFault, KeptPart } from '../domain/attachment.ts';
import { cutText } from '../domain/cut-text.ts';
import { joinAttachments } from '../domain/join-attachments.ts';
import { TURN_MARKS_TOKENS } from '../domain/context-use.ts';
import {
  judgeFit,
  roomForAttachments,
  type AttachmentFit,
  type QuestionSize,
} from '../domain/fit-attachments.ts';
import { readDocument, type ReadingOptions } from '../documents/read-document.ts';
import { TokenCounts } from './token-counts.ts';

export type AttachmentState =
  | { type: 'reading' }
  /** `tokens` is null until they are counted. */
  | { type: 'ready'; text: string; tokens: number | null }
  | { type: 'failed'; fault: AttachmentFault };

export interface Attachment {
  id: string;
  name: string;
  state: AttachmentState;
}

/** The unsent attachments of one conversation. They live in memory only. */
export interface Tray {
  items: readonly Attachment[];
  /** What is sent of them where not all of it has room. */
  part: KeptPart;
  /** Words that a part is only a part. */
  nameCut: CutNamer;
}

export type CutNamer = (name: string, part: Exclude<KeptPart, 'all'>) => string;

/** What goes with the attachments to the model. */
export interface QuestionRest {
  /** What is typed and what the model is told beforehand. */
  own: readonly string[];
  /** The conversation so far. */
  earlier: readonly string[];
  limitTokens: number | null;
}

export interface AttachmentsParts {
  spawnPdfWorker: ReadingOptions['spawnPdfWorker'];
  language: () => string;
  /** Asks the loaded model; null where none can be asked. */
  countTokens: (texts: readonly string[]) => Promise<readonly number[] | null>;
}

const EMPTY: Tray = { items: [], part: 'all', nameCut: (name) => name };
/** The key of the conversation that does not exist yet. */
const NEW = '';

/** Files that will be sent with the next question, by conversation. A reload of the page forgets them. */
export class Attachments {
  readonly #parts: AttachmentsParts;
  readonly #trays = new SvelteMap<string, Tray>();
  readonly #rests = new SvelteMap<string, Omit<QuestionSize, 'attached'>>();
  readonly #counts: TokenCounts;
  /** The model that has counted; empty for estimates. */
  #countedFor = '';

  constructor(parts: AttachmentsParts) {
    this.#parts = parts;
    this.#counts = new TokenCounts(parts.countTokens);
  }

  of(conversationId: string | null): Tray {
    return this.#trays.get(conversationId ?? NEW) ?? EMPTY;
  }

  /** Reads files, one after the other, and keeps what is found in them. */
  async add(conversationId: string | null, files: readonly File[]): Promise<void> {
    const key = conversationId ?? NEW;
    const added = files.map((file) => ({ file, id: crypto.randomUUID() }));
    const reading = added.map(({ file, id }): Attachment => ({
      id,
      name: file.name,
      state: { type: 'reading' },
    }));
    this.#change(key, (tray) => ({ ...tray, items: [...tray.items, ...reading] }));
    for (const { file, id } of added) {
      const { spawnPdfWorker } = this.#parts;
      const language = this.#parts.language();
      const read = await readDocument(file, { language, spawnPdfWorker }).catch(() => null);
      this.#setState(
        key,
        id,
        read?.ok
          ? { type: 'ready', text: read.value, tokens: null }
          : { type: 'failed', fault: read?.error ?? { type: 'unreadable' } },
      );
      await this.#count(key);
    }
  }

  remove(conversationId: string | null, id: string): void {
    this.#change(conversationId ?? NEW, (tray) => ({
      ...tray,
      items: tray.items.filter((item) => item.id !== id),
    }));
  }

  choosePart(conversationId: string | null, part: KeptPart, nameCut: CutNamer): void {
    this.#change(conversationId ?? NEW, (tray) => ({ ...tray, part, nameCut }));
  }

  /** They were sent. Files that could not be read stay, since nobody has sent them. */
  clear(conversationId: string | null): void {
    this.#trays.delete(conversationId ?? NEW);
  }

  /** Of every conversation: they were locked. */
  clearAll(): void {
    this.#trays.clear();
  }

  /** Counts again where another model has been loaded: each counts otherwise. */
  async recountFor(modelId: string): Promise<void> {
    if (modelId === this.#countedFor) return;
    this.#countedFor = modelId;
    for (const [key, { items }] of this.#trays) {
      for (const { id, state } of items) {
        if (state.type === 'ready') this.#setState(key, id, { ...state, tokens: null });
      }
      await this.#count(key);
    }
  }

  /** Counts what else the next question takes of the context window; `limitTokens` is null where no model says. */
  async measureRest(conversationId: string | null, rest: QuestionRest): Promise<void> {
    const { own, earlier, limitTokens } = rest;
    const counts = await this.#counts.of(this.#countedFor, [...own, ...earlier]);
    const sum = (from: number, to: number): number =>
      counts.slice(from, to).reduce((total, count) => total + count + TURN_MARKS_TOKENS, 0);
    const key = conversationId ?? NEW;
    if (limitTokens === null) this.#rests.delete(key);
    else {
      this.#rests.set(key, {
        own: sum(0, own.length),
        earlier: sum(own.length, counts.length),
        limit: limitTokens,
      });
    }
  }

  /** Whether all of it has room; null while that is not known. */
  fitOf(conversationId: string | null): AttachmentFit | null {
    const size = this.#sizeOf(conversationId);
    return size && judgeFit(size);
  }

  /**
   * The question with what is sent of its attachments. Where a part was chosen, each keeps the same share of itself, so
   * that all of them together have room.
   */
  compose(conversationId: string | null, question: string): string {
    const tray = this.of(conversationId);
    const texts = readyTexts(tray);
    const size = this.#sizeOf(conversationId);
    const { part, nameCut } = tray;
    if (part === 'all' || !size || size.attached === 0 || judgeFit(size) === 'fits') {
      return joinAttachments(texts, question);
    }
    const share = Math.min(1, roomForAttachments(size) / size.attached);
    const cut = texts.map((whole) => {
      const text = cutText(whole, part, Math.floor(whole.text.length * share));
      return text === whole.text ? whole : { name: nameCut(whole.name, part), text };
    });
    return joinAttachments(cut, question);
  }

  #sizeOf(conversationId: string | null): QuestionSize | null {
    const rest = this.#rests.get(conversationId ?? NEW);
    const attached = totalTokens(this.of(conversationId));
    return rest && attached !== null ? { ...rest, attached } : null;
  }

  async #count(key: string): Promise<void> {
    for (const { id, state } of this.#trays.get(key)?.items ?? []) {
      if (state.type !== 'ready' || state.tokens !== null) continue;
      const [tokens = 0] = await this.#counts.of(this.#countedFor, [state.text]);
      this.#setState(key, id, { ...state, tokens });
    }
  }

  #setState(key: string, id: string, state: AttachmentState): void {
    this.#change(key, (tray) => ({
      ...tray,
      items: tray.items.map((item) => (item.id === id ? { ...item, state } : item)),
    }));
  }

  #change(key: string, change: (tray: Tray) => Tray): void {
    const tray = change(this.#trays.get(key) ?? EMPTY);
    if (tray.items.length === 0) this.#trays.delete(key);
    else this.#trays.set(key, tray);
  }
}

/** Tokens of all that could be read; null while that is not known. */
function totalTokens({ items }: Tray): number | null {
  let total = 0;
  for (const { state } of items) {
    if (state.type === 'reading') return null;
    if (state.type !== 'ready') continue;
    if (state.tokens === null) return null;
    total += state.tokens;
  }
  return total;
}

function readyTexts({ items }: Tray): readonly AttachedText[] {
  return items.flatMap(({ name, state }) =>
    state.type === 'ready' ? [{ name, text: state.text }] : [],
  );
}
