/** Long enough to spare the page a message a token, short enough to read as a stream. */
const FLUSH_INTERVAL_MS = 40;

/** Collects text and hands it on at most every 40 ms. Order is kept, nothing is lost, `flush` empties it at once. */
export class DeltaBatcher {
  readonly #emit: (text: string) => void;
  #buffer = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(emit: (text: string) => void) {
    this.#emit = emit;
  }

  push(text: string): void {
    if (text === '') return;
    this.#buffer += text;
    this.#timer ??= setTimeout(() => this.flush(), FLUSH_INTERVAL_MS);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#buffer === '') return;
    const text = this.#buffer;
    this.#buffer = '';
    this.#emit(text);
  }
}
