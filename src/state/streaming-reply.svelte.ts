import type { Message } from '../domain/conversation.ts';
import type { ReplyItem } from '../protocol/chat-contract.ts';

/** A reply while it is written: what has been released of it so far. */
export class StreamingReply {
  /** As it was stored when it began. */
  readonly message: Message;
  #text = $state('');
  #isHolding = $state(false);

  constructor(message: Message) {
    this.message = message;
  }

  get text(): string {
    return this.#text;
  }

  /** Whether text has been waiting for the classifier for longer than a moment. */
  get isHolding(): boolean {
    return this.#isHolding;
  }

  take(item: ReplyItem): void {
    switch (item.type) {
      case 'text':
        this.#text += item.text;
        return;
      case 'retract':
        this.#text = this.#text.slice(0, item.length);
        return;
      case 'holding':
        this.#isHolding = item.isHolding;
        return;
    }
  }

  /** The message with what has arrived of its text. */
  snapshot(): Message {
    return { ...this.message, text: this.#text };
  }
}
