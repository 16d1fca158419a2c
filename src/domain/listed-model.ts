import type { Alignment } from './catalogue.ts';

/**
 * How the weights are stored. `q4f16_1`: 4 bits a weight, in groups of 32 with one 16-bit scale, computed in 16-bit
 * floats; `q4f32_1` the same in 32-bit floats; `q3f16_1`: 3 bits, in groups of 40; `q0f16` and `q0f32`: not quantised.
 */
export const QUANTISATIONS = ['q4f16_1', 'q4f32_1', 'q3f16_1', 'q0f16', 'q0f32'] as const;

export type Quantisation = (typeof QUANTISATIONS)[number];

/** One entry of WebLLM's list of models, with what a person needs to know to choose it. */
export interface ListedModel {
  /** WebLLM's `model_id`. */
  id: string;
  /** Readable, the same for every variant: "Qwen3 4B". */
  name: string;
  /** The generation that it belongs to: "Qwen3". */
  family: string;
  /** How many weights WebLLM runs; without the parts for pictures and sound that it leaves out. */
  parameters: number;
  quantisation: Quantisation;
  /** An SPDX identifier, or the name of the licence where SPDX has none. */
  licence: string;
  /** BCP 47 codes of the languages that its makers name; where they name hundreds, of the widely spoken ones. */
  languages: readonly string[];
  alignment: Alignment;
  contextWindowTokens: number;
  /**
   * GPU memory for weights, the largest temporary buffer and the KV cache at WebLLM's context window, in bytes. It is
   * `vram_required_MB` times 1024²: WebLLM itself never reads the number, and the script that measures it
   * (`utils/vram_requirements` of its repository) divides by 1024 twice.
   */
  gpuMemoryBytes: number;
  /**
   * About how much is downloaded, in bytes: `parameters × bits / 8`, where a weight takes 4.5 bits in `q4f16_1`
   * (4 + 16/32), 5 in `q4f32_1` (4 + 32/32), 3.6 in `q3f16_1` (32/10 + 16/40), 16 and 32 without quantisation. The
   * groups are those of `python/mlc_llm/quantization/quantization.py` in MLC LLM. Tokenizer and library are not in it.
   */
  estimatedDownloadBytes: number;
  /**
   * The largest tensor of the weights in bytes, which WebGPU must hold and bind in one buffer: WebLLM's
   * `buffer_size_required_bytes` where given, otherwise computed from the shape of the embedding.
   */
  largestBufferBytes: number;
  /**
   * Whether its kernels are compiled for 16-bit floats. `required_features` says so for some models only, although every
   * library of a quantisation with `f16` has such kernels, so either is enough here.
   */
  needsShaderF16: boolean;
  /** WebLLM's `model`: where the weights are, without a revision. */
  repositoryUrl: string;
  /** WebLLM's `model_lib`: where the compiled library is, on a branch that moves. */
  libraryUrl: string;
  /** WebLLM's `low_resource_required`: meant for devices with little memory, such as phones. */
  isLowResource: boolean;
  /** Place in the order of recommendation, 1 first; null for models that are never recommended. */
  rank: number | null;
}

/** `listed-models.json` as TypeScript reads it: a JSON module has no literal types. */
export interface ListedModelsFile {
  /** The version of `@mlc-ai/web-llm` whose list this is. */
  webLlmVersion: string;
  models: readonly (Omit<ListedModel, 'quantisation' | 'alignment'> & {
    quantisation: string;
    alignment: string;
  })[];
}

/** The models of `listed-models.json`. One with a quantisation or an alignment that we do not know is left out. */
export function readListedModels(file: ListedModelsFile): ListedModel[] {
  return file.models.flatMap(({ quantisation, alignment, ...rest }) =>
    isQuantisation(quantisation) && isAlignment(alignment)
      ? [{ ...rest, quantisation, alignment }]
      : [],
  );
}

function isQuantisation(text: string): text is Quantisation {
  return QUANTISATIONS.some((known) => known === text);
}

function isAlignment(text: string): text is Alignment {
  return text === 'aligned' || text === 'uncensored' || text === 'unknown';
}
