import { CLASSIFIER_FILES, CLASSIFIER_ID } from '../../src/domain/classifier-files.ts';
import { describe, expect, test } from 'vitest';
import {
  buildCatalogue,
  DEFAULT_MODEL_ID,
  MODEL_DESCRIPTIONS,
} from '../../src/domain/catalogue.ts';
import lock from '../../models.lock.json';

const BASE = 'https://example.com/mamori/';

describe('buildCatalogue', () => {
  test('offers the default model with the size that will really be downloaded', () => {
    const [model, ...others] = buildCatalogue(MODEL_DESCRIPTIONS, lock.models, null, BASE);
    expect(others).toEqual([]);
    expect(model?.id).toBe(DEFAULT_MODEL_ID);
    const sum = model?.files.reduce((bytes, file) => bytes + (file.sizeBytes ?? NaN), 0);
    expect(model?.sizeBytes).toBe(sum);
    expect(model?.files[0]?.url).toBe(`${BASE}models/${DEFAULT_MODEL_ID}/LICENSE.txt`);
  });

  test('shows a hidden model only when it is asked for', () => {
    const ids = buildCatalogue(MODEL_DESCRIPTIONS, lock.models, 'mamori-tiny', BASE).map(
      ({ id }) => id,
    );
    expect(ids).toContain('mamori-tiny');
  });

  test('leaves out a model of which nothing could be verified', () => {
    expect(buildCatalogue(MODEL_DESCRIPTIONS, [], null, BASE)).toEqual([]);
  });
});

describe('models.lock.json', () => {
  test('names every file once, with its size and a SHA-256, and no shard above 32 MiB', () => {
    for (const { files } of lock.models) {
      expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
      for (const file of files) {
        expect(file.sha256).toMatch(/^[0-9a-f]{64}$/u);
        expect(file.sizeBytes).toBeGreaterThan(0);
        expect(file.sizeBytes).toBeLessThanOrEqual(32 * 1024 * 1024);
      }
    }
  });

  test('has what WebLLM needs for every model that chats', () => {
    for (const { files } of lock.models.filter(({ id }) => id !== CLASSIFIER_ID)) {
      const paths = files.map(({ path }) => path);
      for (const needed of [
        'mlc-chat-config.json',
        'tokenizer.json',
        'tensor-cache.json',
        'library.wasm',
      ]) {
        expect(paths).toContain(needed);
      }
    }
  });

  test('has everything that the classifier worker reads, and no more', () => {
    const classifier = lock.models.find(({ id }) => id === CLASSIFIER_ID);
    expect(classifier?.files.map(({ path }) => path).sort()).toEqual(
      Object.values(CLASSIFIER_FILES).sort(),
    );
  });
});
