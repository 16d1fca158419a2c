import { Tokenizer } from '@huggingface/tokenizers';
import { TextEncoder as SafetyTextEncoder } from '../../src/safety/index.ts';

interface TokenizerFile {
  model: { vocab: readonly (readonly [string, number])[] };
}

/** Makes the text encoder from the bytes of our `tokenizer.json`. */
export function readTokenizer(bytes: Uint8Array): SafetyTextEncoder {
  const file = JSON.parse(new TextDecoder().decode(bytes)) as TokenizerFile;
  const tokenizer = new Tokenizer(file, {});
  const pieces = new Set(file.model.vocab.map(([piece]) => piece));
  return new SafetyTextEncoder(
    (text) => tokenizer.encode(text, { add_special_tokens: false }).ids,
    pieces,
  );
}
