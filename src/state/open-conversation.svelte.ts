import type { Message, MessagesById } from '../domain/conversation.ts';
import type { GenerationSettings } from '../domain/generation-settings.ts';
import type { Preferences } from '../storage/preferences.ts';

/** Which conversation is on screen, and its messages. What is known of it besides is in the list. */
export class OpenConversation {
  readonly #preferences: Preferences;
  #id = $state<string | null>(null);
  #messages = $state.raw<MessagesById>(new Map());
  #unreadableCount = $state(0);
  #soughtMessageId = $state<string | null>(null);
  /** How replies of the conversation that would begin now are written otherwise than usual. */
  newSettings = $state.raw<Partial<GenerationSettings>>({});

  constructor(preferences: Preferences) {
    this.#preferences = preferences;
  }

  get id(): string | null {
    return this.#id;
  }

  get messages(): MessagesById {
    return this.#messages;
  }

  /** Stored messages of it that this release cannot read. */
  get unreadableCount(): number {
    return this.#unreadableCount;
  }

  /** The message that the person looked for, until another conversation is opened or something is said. */
  get soughtMessageId(): string | null {
    return this.#soughtMessageId;
  }

  /** The one that was open last, also before the page was loaded. */
  readLastId(): string | null {
    return this.#preferences.read('conversation');
  }

  select(id: string | null): void {
    this.#id = id;
    this.#unreadableCount = 0;
    this.#soughtMessageId = null;
    this.newSettings = {};
    this.#preferences.write('conversation', id ?? '');
  }

  /** Shows these messages and no others. */
  show(messages: MessagesById): void {
    this.#messages = messages;
  }

  /** Shows these messages beside or in place of those that are there. */
  put(messages: readonly Message[]): void {
    const all = new Map(this.#messages);
    for (const message of messages) all.set(message.id, message);
    this.#messages = all;
  }

  /** Brings a message on screen into view. */
  seek(messageId: string): void {
    this.#soughtMessageId = messageId;
  }

  noteStored(storedCount: number, readCount: number): void {
    this.#unreadableCount = Math.max(0, storedCount - readCount);
  }

  /** Takes everything off the screen; which one was open last is remembered. */
  clear(): void {
    this.#id = null;
    this.#messages = new Map();
    this.#unreadableCount = 0;
    this.#soughtMessageId = null;
  }
}
