import { estimateTokens } from '../domain/context-use.ts';

/** Texts whose counts are remembered: a long conversation and what is typed below it. */
const REMEMBERED = 2_000;

/** How many tokens texts have, asked of the loaded model once for each text. */
export class TokenCounts {
  readonly #count: (texts: readonly string[]) => Promise<readonly number[] | null>;
  readonly #known = new Map<string, number>();
  /** The model that has counted; empty where only estimates were given. */
  #modelId = '';

  constructor(count: (texts: readonly string[]) => Promise<readonly number[] | null>) {
    this.#count = count;
  }

  /** Tokens of each text as this model makes them; an estimate where no model can be asked. */
  async of(modelId: string, texts: readonly string[]): Promise<readonly number[]> {
    // another model has another tokenizer
    if (modelId !== this.#modelId) this.#known.clear();
    this.#modelId = modelId;
    const unknown = [...new Set(texts)].filter((text) => !this.#known.has(text));
    const counted = unknown.length > 0 ? await this.#count(unknown) : [];
    unknown.forEach((text, at) => {
      const count = counted?.[at];
      // meanwhile another may have been loaded
      if (count !== undefined && modelId === this.#modelId) this.#remember(text, count);
    });
    return texts.map((text) => this.#known.get(text) ?? estimateTokens(text));
  }

  #remember(text: string, count: number): void {
    const oldest = this.#known.keys().next().value;
    if (this.#known.size >= REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(text, count);
  }
}
