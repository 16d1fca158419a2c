/** What another app, the device or a turn has handed over and nobody has looked at yet. Taking it empties it. */
export class Incoming {
  #text = $state('');
  #quote = $state('');
  #file = $state.raw<File | null>(null);

  /** Shared text for the composer, or the empty string. */
  get text(): string {
    return this.#text;
  }

  /** Part of a turn that is to be answered, as Markdown, or the empty string. */
  get quote(): string {
    return this.#quote;
  }

  /** A file that was opened with the app, or null. */
  get file(): File | null {
    return this.#file;
  }

  receiveText(text: string): void {
    this.#text = text;
  }

  receiveQuote(quote: string): void {
    this.#quote = quote;
  }

  receiveFile(file: File): void {
    this.#file = file;
  }

  takeText(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }

  takeQuote(): string {
    const quote = this.#quote;
    this.#quote = '';
    return quote;
  }

  takeFile(): File | null {
    const file = this.#file;
    this.#file = null;
    return file;
  }
}
