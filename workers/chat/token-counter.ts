interface Tokenizer {
  encode(text: string): ArrayLike<number>;
}

/**
 * How many tokens each text has, or null where that cannot be told. WebLLM 0.2.86 keeps its tokenizer to itself
 * (`loadedModelIdToPipeline`, each with a `tokenizer`): it is looked for by its shape, so that a release that moves it costs
 * the count and nothing else.
 */
export function countTokens(engine: object, texts: readonly string[]): readonly number[] | null {
  const tokenizer = findTokenizer(engine);
  if (!tokenizer) return null;
  return texts.map((text) => (text === '' ? 0 : tokenizer.encode(text).length));
}

function findTokenizer(engine: object): Tokenizer | null {
  const pipelines: unknown = Reflect.get(engine, 'loadedModelIdToPipeline');
  const pipeline: unknown = pipelines instanceof Map ? pipelines.values().next().value : undefined;
  if (typeof pipeline !== 'object' || pipeline === null) return null;
  const tokenizer: unknown = Reflect.get(pipeline, 'tokenizer');
  return isTokenizer(tokenizer) ? tokenizer : null;
}

function isTokenizer(value: unknown): value is Tokenizer {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'encode') === 'function'
  );
}
