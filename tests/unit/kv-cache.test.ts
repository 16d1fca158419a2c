import { describe, expect, test } from 'vitest';
import {
  kvCacheBytes,
  offerContextWindows,
  readCacheShape,
  readLongestContext,
} from '../../src/domain/kv-cache.ts';

describe('the shape of a KV cache', () => {
  test('is that of the part that writes, in models that see', () => {
    const config = {
      quantization: 'q4f16_1',
      model_config: {
        text_config: {
          num_hidden_layers: 26,
          num_attention_heads: 8,
          num_key_value_heads: 4,
          head_dim: 256,
          hidden_size: 2304,
        },
      },
    };
    const shape = readCacheShape(config);
    expect(shape).toEqual({
      layers: 26,
      keyValueHeads: 4,
      headSize: 256,
      bytesPerNumber: 2,
    });
    // 2 (key and value) × 4096 × 26 × 4 × 256 × 2 bytes
    expect(shape && kvCacheBytes(shape, 4096)).toBe(436_207_616);
  });

  test.each([null, 7, {}, { model_config: [] }, { model_config: { num_hidden_layers: '26' } }])(
    'is unknown where the configuration does not say it: %j',
    (config) => {
      expect(readCacheShape(config)).toBeNull();
    },
  );
});

test('the longest context of a model stands in its configuration', () => {
  expect(readLongestContext({ context_window_size: 2048 })).toBe(2048);
  expect(readLongestContext({ context_window_size: -1 })).toBeNull();
});

test('context windows up to the longest of a model are offered', () => {
  expect(offerContextWindows(2048)).toEqual([1024, 2048]);
  expect(offerContextWindows(5000)).toEqual([1024, 2048, 4096, 5000]);
  expect(offerContextWindows(131_072)).toEqual([1024, 2048, 4096, 8192, 16384, 32768]);
});
