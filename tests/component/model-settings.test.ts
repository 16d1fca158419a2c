import { expect, test } from 'vitest';
import { ModelSettings } from '../../src/state/model-settings.svelte.ts';
import type { PreferenceKey, Preferences } from '../../src/storage/preferences.ts';
import { MODEL } from '../support/fake-app.ts';
import { createMemoryWeights } from '../support/memory-weights.ts';

function createPreferences(): Preferences {
  const values = new Map<PreferenceKey, string>();
  return {
    read: (key) => values.get(key) ?? null,
    write: (key, value) => void values.set(key, value),
  };
}

const CONFIG = {
  context_window_size: 40_960,
  quantization: 'q4f16_1',
  model_config: {
    num_hidden_layers: 28,
    num_attention_heads: 16,
    num_key_value_heads: 8,
    head_dim: 128,
  },
};

test('a long context window is only for those who ask for it, because its memory is taken at once', () => {
  const settings = new ModelSettings(createPreferences(), createMemoryWeights());
  const model = { ...MODEL, contextWindowTokens: 40_960 };
  expect(settings.contextTokensOf(model)).toBe(4096);
  settings.chooseContextTokens(model, 16_384);
  expect(settings.contextTokensOf(model)).toBe(16_384);
});

test('a choice outlives the page', () => {
  const preferences = createPreferences();
  new ModelSettings(preferences, createMemoryWeights()).chooseContextTokens(MODEL, 1024);
  const later = new ModelSettings(preferences, createMemoryWeights());
  expect(later.contextTokensOf(MODEL)).toBe(1024);
});

test('each choice says what GPU memory it takes', async () => {
  const weights = createMemoryWeights();
  weights.files.set('cc', new TextEncoder().encode(JSON.stringify(CONFIG)));
  const settings = new ModelSettings(createPreferences(), weights);
  const files = [{ path: 'mlc-chat-config.json', url: '', sizeBytes: 1, sha256: 'cc' }];
  const choices = await settings.readContextChoices({ ...MODEL, files });
  expect(choices.map(({ tokens }) => tokens)).toEqual([1024, 2048, 4096, 8192, 16384, 32768]);
  // 2 × 4096 tokens × 28 layers × 8 heads × 128 × 2 bytes
  expect(choices[2]?.memoryBytes).toBe(469_762_048);
});
