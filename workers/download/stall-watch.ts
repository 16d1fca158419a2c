/** Aborts its signal when nothing has happened for a while. It counts only between `restart` and `pause`. */
export class StallWatch {
  readonly #controller = new AbortController();
  readonly #stallMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(stallMs: number) {
    this.#stallMs = stallMs;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  restart(): void {
    this.pause();
    this.#timer = setTimeout(() => this.#controller.abort(), this.#stallMs);
  }

  pause(): void {
    clearTimeout(this.#timer);
  }
}
