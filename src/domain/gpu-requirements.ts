import { err, ok, type Result } from './result.ts';

/** The limits of a WebGPU adapter that decide whether the engine can run; bytes and counts as in the WebGPU standard. */
export interface GpuLimits {
  maxBufferSize: number;
  maxStorageBufferBindingSize: number;
  maxComputeWorkgroupStorageSize: number;
  maxStorageBuffersPerShaderStage: number;
}

/** What WebLLM 0.2.86 asks of an adapter at the least (`detectGPUDevice`); below it, loading throws. */
export const MINIMUM_GPU_LIMITS: GpuLimits = {
  maxBufferSize: 256 * 1024 * 1024,
  maxStorageBufferBindingSize: 128 * 1024 * 1024,
  maxComputeWorkgroupStorageSize: 32 * 1024,
  maxStorageBuffersPerShaderStage: 10,
};

/** Whether an adapter's limits are enough, checked before anything is downloaded. The detail names what is too low. */
export function checkGpuLimits(limits: GpuLimits): Result<null> {
  const tooLow = (Object.keys(MINIMUM_GPU_LIMITS) as (keyof GpuLimits)[]).filter(
    (name) => limits[name] < MINIMUM_GPU_LIMITS[name],
  );
  if (tooLow.length === 0) return ok(null);
  const detail = tooLow
    .map((name) => `${name} is ${limits[name]}, needs ${MINIMUM_GPU_LIMITS[name]}`)
    .join('; ');
  return err({ type: 'gpu-unavailable', reason: 'limits-too-low', detail });
}

/** What is known of a GPU that can run the engine. */
export interface GpuFacts {
  limits: GpuLimits;
  /** Whether kernels may compute in 16-bit floats. */
  hasShaderF16: boolean;
  /** As the browser names it, often vaguely or not at all: "nvidia ampere". */
  name: string;
}

/** The part of `navigator.gpu` that the check needs: the same on a page, in a worker and in a test. */
export interface GpuLike {
  requestAdapter(options?: { powerPreference?: 'high-performance' }): Promise<{
    limits: GpuLimits;
    features: { has(name: string): boolean };
    info?: { vendor: string; architecture: string };
  } | null>;
}

/** What the adapter is that the engine would use, or why it cannot. `gpu` is undefined in browsers without WebGPU. */
export async function checkGpu(gpu: GpuLike | undefined): Promise<Result<GpuFacts>> {
  if (!gpu) return err({ type: 'gpu-unavailable', reason: 'no-webgpu', detail: '' });
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return err({ type: 'gpu-unavailable', reason: 'no-adapter', detail: '' });
  const checked = checkGpuLimits(adapter.limits);
  if (!checked.ok) return checked;
  const { limits, features, info } = adapter;
  const name = [info?.vendor, info?.architecture].filter((part) => part).join(' ');
  return ok({ limits, hasShaderF16: features.has('shader-f16'), name });
}
