import { checkGpuLimits, type GpuLimits } from './gpu-requirements.ts';
import type { ListedModel } from './listed-model.ts';

/** What is known of the GPU. */
export interface Gpu {
  limits: GpuLimits;
  hasShaderF16: boolean;
  /** Memory that models may use, in bytes; null where nothing is known, as WebGPU tells nobody. */
  memoryBytes: number | null;
}

/** Why a model cannot run on a GPU; bytes. */
export type UnfitReason =
  | { type: 'limits-too-low'; detail: string }
  | { type: 'needs-shader-f16' }
  | { type: 'needs-larger-buffers'; neededBytes: number; availableBytes: number }
  | { type: 'needs-memory'; neededBytes: number; availableBytes: number };

/** One model in all its quantisations and context windows. There is at least one variant. */
export interface ModelGroup {
  /** The part of the variants' ids before the quantisation: "Qwen3-4B". */
  id: string;
  name: string;
  family: string;
  variants: readonly ListedModel[];
}

/** What a recommendation asks for. */
export interface Wishes {
  gpu: Gpu;
  /** Space that may be used for the download, in bytes; null where unknown, which then limits nothing. */
  diskFreeBytes: number | null;
  /** BCP 47 code of the language that the person wants to chat in, with or without a region. */
  language: string;
}

/** Why a model is recommended; bytes. */
export type RecommendationReason =
  | { type: 'speaks-language'; language: string }
  | { type: 'fits-memory'; neededBytes: number; availableBytes: number }
  | { type: 'small-as-memory-unknown'; neededBytes: number; limitBytes: number }
  | { type: 'fits-disk'; neededBytes: number; availableBytes: number };

export interface Recommendation {
  model: ListedModel;
  reasons: RecommendationReason[];
}

const MIB = 1024 * 1024;

/**
 * The part of the GPU's memory that a recommended model may need. The rest is for what `gpuMemoryBytes` does not count:
 * the screen and other pages, buffers that the driver rounds up, and that the size of the memory itself is a guess.
 */
export const MEMORY_SHARE = 0.75;

/** What a recommended model may need in bytes where the memory is unknown: what nearly every GPU of today can give. */
export const UNKNOWN_MEMORY_LIMIT_BYTES = 2048 * MIB;

/** Recommended variants hold at least so many tokens: in the low-memory ones of 1024 a conversation soon ends. */
export const RECOMMENDED_CONTEXT_TOKENS = 4096;

/** Added to a download's estimate, in bytes, for tokenizer and library, which the estimate leaves out. */
const OTHER_FILES_BYTES = 64 * MIB;

/**
 * The largest buffer that WebLLM's device has, in bytes. WebLLM 0.2.86 (`detectGPUDevice`) does not ask for what the
 * adapter offers: it asks for 1 GiB and, where that is too much, for 256 MiB a buffer and 128 MiB a binding.
 */
export function usableBufferBytes({
  maxBufferSize,
  maxStorageBufferBindingSize,
}: GpuLimits): number {
  const granted = (limit: number, fallback: number) =>
    limit >= 1024 * MIB ? 1024 * MIB : fallback;
  return Math.min(
    granted(maxBufferSize, 256 * MIB),
    granted(maxStorageBufferBindingSize, 128 * MIB),
  );
}

/** Why `model` cannot run on `gpu`, or null if nothing that is known speaks against it. Unknown memory does not. */
export function explainUnfit(model: ListedModel, gpu: Gpu): UnfitReason | null {
  const checked = checkGpuLimits(gpu.limits);
  if (!checked.ok) {
    const detail = checked.error.type === 'gpu-unavailable' ? checked.error.detail : '';
    return { type: 'limits-too-low', detail };
  }
  if (model.needsShaderF16 && !gpu.hasShaderF16) return { type: 'needs-shader-f16' };
  const bufferBytes = usableBufferBytes(gpu.limits);
  if (model.largestBufferBytes > bufferBytes) {
    return {
      type: 'needs-larger-buffers',
      neededBytes: model.largestBufferBytes,
      availableBytes: bufferBytes,
    };
  }
  if (gpu.memoryBytes !== null && model.gpuMemoryBytes > gpu.memoryBytes) {
    return {
      type: 'needs-memory',
      neededBytes: model.gpuMemoryBytes,
      availableBytes: gpu.memoryBytes,
    };
  }
  return null;
}

/** One group for each model, in the order in which `models` first names them, with the variants in the same order. */
export function groupVariants(models: readonly ListedModel[]): ModelGroup[] {
  const groups = new Map<string, ModelGroup & { variants: ListedModel[] }>();
  for (const model of models) {
    const id = model.id.split(`-${model.quantisation}`, 1)[0] ?? model.id;
    const group = groups.get(id);
    if (group) group.variants.push(model);
    else groups.set(id, { id, name: model.name, family: model.family, variants: [model] });
  }
  return [...groups.values()];
}

/**
 * The variant of a model that `gpu` should run, or null if none fits. 4 bits come first; a long context before a short
 * one, so that a low-memory variant is chosen only where the memory is known to be short; 16-bit floats before 32-bit.
 */
export function chooseVariant(group: ModelGroup, gpu: Gpu): ListedModel | null {
  const fitting = group.variants.filter((model) => explainUnfit(model, gpu) === null);
  return fitting.sort(comparePreference)[0] ?? null;
}

function comparePreference(a: ListedModel, b: ListedModel): number {
  return (
    Number(isFourBit(b)) - Number(isFourBit(a)) ||
    b.contextWindowTokens - a.contextWindowTokens ||
    Number(b.needsShaderF16) - Number(a.needsShaderF16) ||
    a.gpuMemoryBytes - b.gpuMemoryBytes
  );
}

function isFourBit({ quantisation }: ListedModel): boolean {
  return quantisation === 'q4f16_1' || quantisation === 'q4f32_1';
}

/** How much free space `model` needs to be downloaded, in bytes: its estimate and a tenth, and room for its other files. */
export function neededDiskBytes(model: ListedModel): number {
  return Math.ceil(model.estimatedDownloadBytes * 1.1) + OTHER_FILES_BYTES;
}

/**
 * The best model to start with, or null if none is safe to recommend. Only models with a rank are considered, in the order
 * that `tools/catalogue/families.json` gives and explains: no base models, no specialists, nothing that is not aligned. The
 * model must name the language, need no more than `MEMORY_SHARE` of the memory (`UNKNOWN_MEMORY_LIMIT_BYTES` where that is
 * unknown), have room on the disk, and hold `RECOMMENDED_CONTEXT_TOKENS`.
 */
export function recommendModel(
  groups: readonly ModelGroup[],
  { gpu, diskFreeBytes, language }: Wishes,
): Recommendation | null {
  const memoryBytes =
    gpu.memoryBytes === null ? UNKNOWN_MEMORY_LIMIT_BYTES : gpu.memoryBytes * MEMORY_SHARE;
  const spoken = primarySubtag(language);
  const isWelcome = (model: ListedModel) =>
    model.rank !== null &&
    model.contextWindowTokens >= RECOMMENDED_CONTEXT_TOKENS &&
    model.languages.some((code) => primarySubtag(code) === spoken) &&
    (diskFreeBytes === null || neededDiskBytes(model) <= diskFreeBytes);
  const model = groups
    .map((group) => ({ ...group, variants: group.variants.filter(isWelcome) }))
    .map((group) => chooseVariant(group, { ...gpu, memoryBytes }))
    .filter((candidate) => candidate !== null)
    .sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity))[0];
  return model ? { model, reasons: listReasons(model, gpu, diskFreeBytes, spoken) } : null;
}

function listReasons(
  model: ListedModel,
  gpu: Gpu,
  diskFreeBytes: number | null,
  language: string,
): RecommendationReason[] {
  const neededBytes = model.gpuMemoryBytes;
  const reasons: RecommendationReason[] = [
    { type: 'speaks-language', language },
    gpu.memoryBytes === null
      ? { type: 'small-as-memory-unknown', neededBytes, limitBytes: UNKNOWN_MEMORY_LIMIT_BYTES }
      : { type: 'fits-memory', neededBytes, availableBytes: gpu.memoryBytes },
  ];
  if (diskFreeBytes === null) return reasons;
  const disk = { neededBytes: neededDiskBytes(model), availableBytes: diskFreeBytes };
  return [...reasons, { type: 'fits-disk', ...disk }];
}

function primarySubtag(code: string): string {
  return code.toLowerCase().split(/[-_]/u, 1)[0] ?? code;
}
