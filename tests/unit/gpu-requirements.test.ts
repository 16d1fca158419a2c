import { describe, expect, test } from 'vitest';
import { checkGpu, checkGpuLimits, MINIMUM_GPU_LIMITS } from '../../src/domain/gpu-requirements.ts';

describe('checkGpu', () => {
  test('says that the browser has no WebGPU', async () => {
    expect(await checkGpu(undefined)).toMatchObject({ error: { reason: 'no-webgpu' } });
  });

  test('says that there is no adapter', async () => {
    const gpu = { requestAdapter: () => Promise.resolve(null) };
    expect(await checkGpu(gpu)).toMatchObject({ error: { reason: 'no-adapter' } });
  });

  test('accepts an adapter that just meets the limits', async () => {
    const adapter = {
      limits: MINIMUM_GPU_LIMITS,
      features: new Set(['shader-f16']),
      info: { vendor: 'acme', architecture: '' },
    };
    const gpu = { requestAdapter: () => Promise.resolve(adapter) };
    expect(await checkGpu(gpu)).toEqual({
      ok: true,
      value: { limits: MINIMUM_GPU_LIMITS, hasShaderF16: true, name: 'acme' },
    });
  });

  test('names the limit that is too low', () => {
    const result = checkGpuLimits({ ...MINIMUM_GPU_LIMITS, maxStorageBuffersPerShaderStage: 8 });
    expect(result).toMatchObject({
      ok: false,
      error: { reason: 'limits-too-low', detail: 'maxStorageBuffersPerShaderStage is 8, needs 10' },
    });
  });
});
