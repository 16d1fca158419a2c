import type { GpuFacts } from '../domain/gpu-requirements.ts';
import type { ListedModel } from '../domain/listed-model.ts';
import type { ModelGroup, Recommendation } from '../domain/choose-model.ts';

/** One model of WebLLM's list as it is offered on this device. */
export interface Offer {
  group: ModelGroup;
  /** The variant that this GPU should run, or null if none can. */
  variant: ListedModel | null;
}

type Rules = typeof import('../domain/choose-model.ts') &
  typeof import('../domain/search-models.ts');

/**
 * WebLLM's list, which few people need at every visit: it is loaded when it is first asked for. What cannot run here is
 * listed all the same, with the reason.
 */
export class ModelList {
  #rules = $state.raw<Rules | null>(null);
  #groups = $state.raw<readonly ModelGroup[]>([]);
  #loading: Promise<void> | null = null;

  get isLoaded(): boolean {
    return this.#rules !== null;
  }

  /** Loads the list once; a failure (offline before it was kept) may be tried again. */
  load(): Promise<void> {
    this.#loading ??= this.#read().catch((thrown: unknown) => {
      this.#loading = null;
      throw thrown;
    });
    return this.#loading;
  }

  async #read(): Promise<void> {
    const [file, { readListedModels }, choosing, searching] = await Promise.all([
      import('../domain/listed-models.json'),
      import('../domain/listed-model.ts'),
      import('../domain/choose-model.ts'),
      import('../domain/search-models.ts'),
    ]);
    this.#groups = choosing.groupVariants(readListedModels(file.default)).sort(byRecommendation);
    this.#rules = { ...choosing, ...searching };
  }

  /** What the list offers for this GPU, for the words of a search. */
  search(text: string, gpu: GpuFacts): readonly Offer[] {
    const rules = this.#rules;
    if (!rules) return [];
    return rules
      .searchModels(this.#groups, text)
      .map((group) => ({ group, variant: rules.chooseVariant(group, withMemory(gpu)) }));
  }

  /** Why a variant cannot run on this GPU, or null. */
  explainUnfit(model: ListedModel, gpu: GpuFacts): ReturnType<Rules['explainUnfit']> {
    return this.#rules?.explainUnfit(model, withMemory(gpu)) ?? null;
  }

  /** The best model to start with here; null if there is none, or the list is not loaded. */
  recommend(gpu: GpuFacts, diskFreeBytes: number | null, language: string): Recommendation | null {
    const wishes = { gpu: withMemory(gpu), diskFreeBytes, language };
    return this.#rules?.recommendModel(this.#groups, wishes) ?? null;
  }
}

/** Those that are recommended first, then small ones first: what most people can use stands on top. */
function byRecommendation(a: ModelGroup, b: ModelGroup): number {
  const rank = ({ variants }: ModelGroup): number =>
    Math.min(...variants.map(({ rank: place }) => place ?? Infinity));
  const size = ({ variants }: ModelGroup): number =>
    Math.min(...variants.map(({ parameters }) => parameters));
  const [first, second] = [rank(a), rank(b)];
  return first === second ? size(a) - size(b) : first - second;
}

/** No browser says how much memory a GPU has. */
function withMemory({ limits, hasShaderF16 }: GpuFacts): {
  limits: GpuFacts['limits'];
  hasShaderF16: boolean;
  memoryBytes: null;
} {
  return { limits, hasShaderF16, memoryBytes: null };
}
