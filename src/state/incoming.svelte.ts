/** What another app or the device has handed over and nobody has looked at yet. Taking it empties it. */
export class Incoming {
  #text = $state('');
  #file = $state.raw<File | null>(null);

  /** Shared text for the composer, or the empty string. */
  get text(): string {
    return this.#text;
  }

  /** A file that was opened with the app, or null. */
  get file(): File | null {
    return this.#file;
  }

  receiveText(text: string): void {
    this.#text = text;
  }

  receiveFile(file: File): void {
    this.#file = file;
  }

  takeText(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }

  takeFile(): File | null {
    const file = this.#file;
    this.#file = null;
    return file;
  }
}
