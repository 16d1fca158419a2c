import type { Model } from '../domain/catalogue.ts';
import {
  kvCacheBytes,
  offerContextWindows,
  readCacheShape,
  readLongestContext,
  USUAL_CONTEXT_TOKENS,
} from '../domain/kv-cache.ts';
import type { Preferences } from '../storage/preferences.ts';
import type { WeightStore } from '../storage/weights/weight-store.ts';

/** One context window that a model can be loaded with. */
export interface ContextChoice {
  tokens: number;
  /** GPU memory that it takes, in bytes; null where the model does not say. */
  memoryBytes: number | null;
}

/** How each model is loaded. */
export class ModelSettings {
  readonly #preferences: Preferences;
  readonly #weights: WeightStore;
  #contextTokens = $state.raw<ReadonlyMap<string, number>>(new Map());

  constructor(preferences: Preferences, weights: WeightStore) {
    this.#preferences = preferences;
    this.#weights = weights;
  }

  /** Tokens that a conversation may have; null where the model alone knows. */
  contextTokensOf({ id, contextWindowTokens }: Model): number | null {
    const chosen = this.#contextTokens.get(id) ?? Number(this.#preferences.read(`context:${id}`));
    if (chosen > 0) return chosen;
    return contextWindowTokens && Math.min(contextWindowTokens, USUAL_CONTEXT_TOKENS);
  }

  /** Holds from the next loading on. */
  chooseContextTokens({ id }: Model, tokens: number): void {
    this.#contextTokens = new Map(this.#contextTokens).set(id, tokens);
    this.#preferences.write(`context:${id}`, String(tokens));
  }

  /** The context windows of a stored model; none where its configuration does not say which it was made for. */
  async readContextChoices(model: Model): Promise<readonly ContextChoice[]> {
    const config = await this.#readConfig(model);
    const longest = readLongestContext(config);
    if (longest === null) return [];
    const shape = readCacheShape(config);
    return offerContextWindows(longest).map((tokens) => ({
      tokens,
      memoryBytes: shape && kvCacheBytes(shape, tokens),
    }));
  }

  async #readConfig({ files }: Model): Promise<unknown> {
    const sha256 = files.find(({ path }) => path === 'mlc-chat-config.json')?.sha256;
    try {
      const bytes = sha256 ? await this.#weights.read(sha256) : undefined;
      return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as unknown);
    } catch {
      return undefined;
    }
  }
}
