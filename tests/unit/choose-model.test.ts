import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chooseVariant,
  explainUnfit,
  groupVariants,
  MEMORY_SHARE,
  neededDiskBytes,
  recommendModel,
  UNKNOWN_MEMORY_LIMIT_BYTES,
  type Gpu,
  type ModelGroup,
} from '../../src/domain/choose-model.ts';
import { MINIMUM_GPU_LIMITS } from '../../src/domain/gpu-requirements.ts';
import { readListedModels } from '../../src/domain/listed-model.ts';
import listed from '../../src/domain/listed-models.json' with { type: 'json' };

const GIB = 1024 ** 3;
const models = readListedModels(listed);
const groups = groupVariants(models);

const LARGE_LIMITS = {
  ...MINIMUM_GPU_LIMITS,
  maxBufferSize: 4 * GIB,
  maxStorageBufferBindingSize: 2 * GIB,
};
const DESKTOP: Gpu = { limits: LARGE_LIMITS, hasShaderF16: true, memoryBytes: 8 * GIB };
const OLD_DESKTOP: Gpu = { ...DESKTOP, hasShaderF16: false };
const UNKNOWN: Gpu = { ...DESKTOP, memoryBytes: null };
const PHONE: Gpu = { limits: MINIMUM_GPU_LIMITS, hasShaderF16: true, memoryBytes: null };

function find<T extends { id: string }>(items: readonly T[], id: string): T {
  const found = items.find((item) => item.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
}

const groupOf = (id: string): ModelGroup => find(groups, id);

function recommend(gpu: Gpu, language: string, diskFreeBytes: number | null = null) {
  return recommendModel(groups, { gpu, diskFreeBytes, language });
}

const anyGpu: fc.Arbitrary<Gpu> = fc.record({
  limits: fc.record({
    maxBufferSize: fc.constantFrom(0, GIB / 8, GIB / 4, GIB / 2, GIB, 4 * GIB),
    maxStorageBufferBindingSize: fc.constantFrom(0, GIB / 8, GIB / 4, GIB / 2, GIB, 2 * GIB),
    maxComputeWorkgroupStorageSize: fc.constantFrom(16_384, 32_768, 65_536),
    maxStorageBuffersPerShaderStage: fc.constantFrom(8, 10, 16),
  }),
  hasShaderF16: fc.boolean(),
  memoryBytes: fc.option(fc.integer({ min: 0, max: 48 * GIB })),
});
const anyDisk = fc.option(fc.integer({ min: 0, max: 64 * GIB }));
const anyLanguage = fc.constantFrom('en', 'ja', 'ko-KR', 'zh-Hant-TW', 'fr', 'xx');

describe('explainUnfit', () => {
  const qwen = find(models, 'Qwen3-4B-q4f16_1-MLC');

  test('finds nothing against a model that fits', () => {
    expect(explainUnfit(qwen, DESKTOP)).toBeNull();
  });

  test('says that the GPU cannot compute in 16-bit floats', () => {
    expect(explainUnfit(qwen, OLD_DESKTOP)).toEqual({ type: 'needs-shader-f16' });
  });

  test('says how much memory is needed and how much there is', () => {
    expect(explainUnfit(qwen, { ...DESKTOP, memoryBytes: 2 * GIB })).toEqual({
      type: 'needs-memory',
      neededBytes: qwen.gpuMemoryBytes,
      availableBytes: 2 * GIB,
    });
  });

  test('counts on 128 MiB a buffer below 1 GiB, because WebLLM asks for no more then', () => {
    const limits = { ...LARGE_LIMITS, maxStorageBufferBindingSize: GIB - 4 };
    expect(explainUnfit(qwen, { ...DESKTOP, limits })).toEqual({
      type: 'needs-larger-buffers',
      neededBytes: (151_936 * 2560) / 2,
      availableBytes: 128 * 1024 ** 2,
    });
  });

  test('names the limit that keeps WebLLM from starting at all', () => {
    const limits = { ...LARGE_LIMITS, maxStorageBuffersPerShaderStage: 8 };
    expect(explainUnfit(qwen, { ...DESKTOP, limits })).toEqual({
      type: 'limits-too-low',
      detail: 'maxStorageBuffersPerShaderStage is 8, needs 10',
    });
  });

  test('holds unknown memory against no model', () => {
    expect(explainUnfit(find(models, 'Llama-3.1-70B-Instruct-q3f16_1-MLC'), UNKNOWN)).toBeNull();
  });
});

describe('groupVariants', () => {
  test('puts every model into one group, with the others of its name', () => {
    expect(groups.flatMap(({ variants }) => variants)).toHaveLength(models.length);
    expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
    for (const { name, variants } of groups) {
      expect(new Set(variants.map((variant) => variant.name))).toEqual(new Set([name]));
    }
  });

  test('puts low-memory variants beside the others', () => {
    const ids = groupOf('Llama-3.1-8B-Instruct').variants.map(({ id }) => id);
    expect(ids).toHaveLength(4);
    expect(ids).toContain('Llama-3.1-8B-Instruct-q4f16_1-MLC-1k');
  });
});

describe('chooseVariant', () => {
  const llama = groupOf('Llama-3.1-8B-Instruct');

  test.each<[string, Gpu, string]>([
    ['16-bit floats where the GPU has them', DESKTOP, 'q4f16_1-MLC'],
    ['32-bit floats where it has not', OLD_DESKTOP, 'q4f32_1-MLC'],
    ['the low-memory variant where memory is short', { ...DESKTOP, memoryBytes: 4.6 * GIB }, '-1k'],
    ['the long context where memory is unknown', UNKNOWN, 'q4f16_1-MLC'],
  ])('prefers %s', (_, gpu, ending) => {
    expect(chooseVariant(llama, gpu)?.id.endsWith(ending)).toBe(true);
  });

  test('prefers four bits to weights that are not quantised', () => {
    expect(chooseVariant(groupOf('Qwen3-0.6B'), DESKTOP)?.quantisation).toBe('q4f16_1');
  });

  test('finds none where none fits', () => {
    expect(chooseVariant(llama, { ...DESKTOP, memoryBytes: GIB })).toBeNull();
  });

  test('always finds one that fits, or there is none', () => {
    fc.assert(
      fc.property(anyGpu, fc.constantFrom(...groups), (gpu, group) => {
        const chosen = chooseVariant(group, gpu);
        if (chosen) expect(explainUnfit(chosen, gpu)).toBeNull();
        else expect(group.variants.every((model) => explainUnfit(model, gpu))).toBe(true);
      }),
    );
  });
});

describe('recommendModel', () => {
  test.each<[string, Gpu, string, string | undefined]>([
    ['an 8 GiB card', DESKTOP, 'ja', 'Qwen3-8B-q4f16_1-MLC'],
    ['the same without shader-f16', OLD_DESKTOP, 'ja', 'Qwen3.5-4B-q4f32_1-MLC'],
    ['unknown memory', UNKNOWN, 'ko', 'Qwen3-1.7B-q4f16_1-MLC'],
    ['small buffers', PHONE, 'zh-CN', 'Qwen2.5-1.5B-Instruct-q4f16_1-MLC'],
    ['an unknown language', DESKTOP, 'xx', undefined],
    ['hardly any memory', { ...DESKTOP, memoryBytes: 256 * 1024 ** 2 }, 'en', undefined],
  ])('for %s and a language gives the best that is safe', (_, gpu, language, id) => {
    expect(recommend(gpu, language)?.model.id).toBe(id);
  });

  test('says why', () => {
    expect(recommend(DESKTOP, 'ja-JP', 100 * GIB)?.reasons.map(({ type }) => type)).toEqual([
      'speaks-language',
      'fits-memory',
      'fits-disk',
    ]);
    expect(recommend(UNKNOWN, 'en')?.reasons.map(({ type }) => type)).toEqual([
      'speaks-language',
      'small-as-memory-unknown',
    ]);
  });

  test('gives a smaller model where the disk is nearly full', () => {
    const small = recommend(DESKTOP, 'en', GIB)?.model;
    expect(small?.estimatedDownloadBytes).toBeLessThan(GIB);
  });

  test('never goes beyond GPU, memory, disk or language, and gives only aligned models', () => {
    fc.assert(
      fc.property(anyGpu, anyDisk, anyLanguage, (gpu, disk, language) => {
        const model = recommend(gpu, language, disk)?.model;
        if (!model) return;
        expect(explainUnfit(model, gpu)).toBeNull();
        expect(model.gpuMemoryBytes).toBeLessThanOrEqual(
          gpu.memoryBytes === null ? UNKNOWN_MEMORY_LIMIT_BYTES : gpu.memoryBytes * MEMORY_SHARE,
        );
        if (disk !== null) expect(neededDiskBytes(model)).toBeLessThanOrEqual(disk);
        expect(model.languages).toContain(language.split('-')[0]);
        expect(model.alignment).toBe('aligned');
      }),
    );
  });

  test('never gives a worse model for more memory', () => {
    fc.assert(
      fc.property(fc.nat(24 * GIB), fc.nat(24 * GIB), anyLanguage, (less, extra, language) => {
        const small = recommend({ ...DESKTOP, memoryBytes: less }, language)?.model.rank;
        const large = recommend({ ...DESKTOP, memoryBytes: less + extra }, language)?.model.rank;
        expect(large ?? Infinity).toBeLessThanOrEqual(small ?? Infinity);
      }),
    );
  });
});
