import { readFileSync } from 'node:fs';
import { prebuiltAppConfig } from '@mlc-ai/web-llm';
import { describe, expect, test } from 'vitest';
import listed from '../../src/domain/listed-models.json' with { type: 'json' };
import { readListedModels } from '../../src/domain/listed-model.ts';
import {
  buildCatalogue,
  CATALOGUE_FILE,
  formatCatalogue,
} from '../../tools/catalogue/catalogue.mjs';
import { readFamilies, readKnownModels } from '../../tools/catalogue/families.mjs';
import { embeddingBytes, LAYOUTS } from '../../tools/catalogue/quantisations.mjs';

const catalogue = buildCatalogue();
const models = readListedModels(listed);
const byId = new Map(models.map((model) => [model.id, model]));

describe('listed-models.json', () => {
  test('is what the tool makes of the installed WebLLM; `npm run models:catalogue` writes it', async () => {
    expect(readFileSync(CATALOGUE_FILE, 'utf8')).toBe(await formatCatalogue(catalogue));
  });

  test('loses no model when it is read', () => {
    expect(models).toEqual(catalogue.models);
  });

  test('lists every model of WebLLM, or the tool says why not', () => {
    const ids = [...models, ...catalogue.skipped].map(({ id }) => id).sort();
    expect(ids).toEqual(prebuiltAppConfig.model_list.map(({ model_id }) => model_id).sort());
    for (const { reason } of catalogue.skipped) expect(reason).not.toBe('');
  });

  test('names every model once', () => {
    expect(byId.size).toBe(models.length);
  });

  test('says of every model who may use it, and in which languages', () => {
    for (const { licence, languages } of models) {
      expect(licence).not.toBe('');
      expect(languages.length).toBeGreaterThan(0);
      expect(Intl.getCanonicalLocales(languages)).toEqual(languages);
    }
  });

  test('wants shader-f16 exactly for the quantisations that compute in 16 bits', () => {
    for (const { needsShaderF16, quantisation } of models) {
      expect(needsShaderF16).toBe(quantisation.includes('f16'));
    }
  });

  test('never estimates a download above the GPU memory that WebLLM measured for it', () => {
    for (const { estimatedDownloadBytes, gpuMemoryBytes } of models) {
      expect(estimatedDownloadBytes).toBeLessThan(gpuMemoryBytes);
    }
  });

  test('estimates what quantisation saves as WebLLM measured it, so its MB are 1024² bytes', () => {
    const pairs = models.flatMap((model) => {
      const small = byId.get(model.id.replace('q0f16', 'q4f16_1'));
      return model.quantisation === 'q0f16' && small ? [[model, small] as const] : [];
    });
    expect(pairs.length).toBeGreaterThan(5);
    for (const [large, small] of pairs) {
      const measured = large.gpuMemoryBytes - small.gpuMemoryBytes;
      const estimated = large.estimatedDownloadBytes - small.estimatedDownloadBytes;
      expect(measured / estimated).toBeCloseTo(1, 2);
    }
  });

  test('computes the largest buffer as WebLLM states it, where it states it', () => {
    const known = readKnownModels();
    const stated = prebuiltAppConfig.model_list.filter((it) => it.buffer_size_required_bytes);
    expect(stated.length).toBeGreaterThan(0);
    for (const { model_id, buffer_size_required_bytes } of stated) {
      const model = known.get(model_id.replace(/-q4f.*$/u, ''));
      expect(model && embeddingBytes(model.embedding, LAYOUTS.q4f16_1)).toBe(
        buffer_size_required_bytes,
      );
    }
  });
});

describe('families.json', () => {
  test('describes no model that WebLLM does not have', () => {
    const names = new Set(models.map(({ name }) => name));
    const unused = [...readKnownModels().values()].filter(({ name }) => !names.has(name));
    expect(unused).toEqual([]);
  });

  test('names a source for each family', () => {
    for (const { source } of readFamilies()) expect(source).toMatch(/^https:\/\//u);
  });

  test('ranks from 1 without gaps or ties, and only aligned models', () => {
    const ranked = [...readKnownModels().values()].filter(({ rank }) => rank !== null);
    const ranks = ranked.map(({ rank }) => rank ?? 0).sort((a, b) => a - b);
    expect(ranks).toEqual(ranks.map((_, index) => index + 1));
    expect(new Set(ranked.map(({ alignment }) => alignment))).toEqual(new Set(['aligned']));
  });
});
