/** Context windows that are offered, in tokens. */
export const CONTEXT_WINDOWS = [1024, 2048, 4096, 8192, 16384, 32768] as const;

/** A longer one is for those who ask for it: its KV cache is allocated in full when a model is loaded. */
export const USUAL_CONTEXT_TOKENS = 4096;

/** What decides how much memory a token of context takes. */
export interface CacheShape {
  layers: number;
  keyValueHeads: number;
  headSize: number;
  bytesPerNumber: 2 | 4;
}

/**
 * Reads the shape of a model's KV cache from its `mlc-chat-config.json`; null where the model is of a kind that says it
 * otherwise. Models that see keep the part that writes under `text_config`.
 */
export function readCacheShape(config: unknown): CacheShape | null {
  const model = readObject(config, 'model_config');
  const text = readObject(model, 'text_config') ?? model;
  const layers = readNumber(text, 'num_hidden_layers');
  const heads = readNumber(text, 'num_attention_heads');
  const width = readNumber(text, 'hidden_size');
  const keyValueHeads = readNumber(text, 'num_key_value_heads') ?? heads;
  const headSize = readNumber(text, 'head_dim') ?? (width && heads ? width / heads : null);
  const quantisation = readProperty(config, 'quantization');
  if (!layers || !keyValueHeads || !headSize) return null;
  const isHalf = typeof quantisation === 'string' && quantisation.includes('f16');
  return {
    layers,
    keyValueHeads,
    headSize,
    bytesPerNumber: isHalf ? 2 : 4,
  };
}

/** The longest context that a model was made for, in tokens; null if its configuration does not say. */
export function readLongestContext(config: unknown): number | null {
  return readNumber(config, 'context_window_size');
}

/** GPU memory of a KV cache in bytes: a key and a value for each token, layer and key-value head. */
export function kvCacheBytes(shape: CacheShape, contextTokens: number): number {
  const { layers, keyValueHeads, headSize, bytesPerNumber } = shape;
  return 2 * contextTokens * layers * keyValueHeads * headSize * bytesPerNumber;
}

/** The context windows that a model can be loaded with, shortest first; its own longest is the last. */
export function offerContextWindows(longestContextTokens: number): readonly number[] {
  const shorter = CONTEXT_WINDOWS.filter((tokens) => tokens < longestContextTokens);
  const last = CONTEXT_WINDOWS.at(-1) ?? longestContextTokens;
  return longestContextTokens <= last ? [...shorter, longestContextTokens] : shorter;
}

function readProperty(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Record<string, unknown>)[key];
}

function readObject(value: unknown, key: string): unknown {
  const found = readProperty(value, key);
  return typeof found === 'object' && found !== null ? found : undefined;
}

function readNumber(value: unknown, key: string): number | null {
  const found = readProperty(value, key);
  return typeof found === 'number' && Number.isSafeInteger(found) && found > 0 ? found : null;
}
