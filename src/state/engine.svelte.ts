import type { AppError } from '../domain/app-error.ts';
import type { Model } from '../domain/catalogue.ts';
import type { EngineState } from '../domain/engine-state.ts';
import { checkGpu, type GpuFacts } from '../domain/gpu-requirements.ts';
import type { Result } from '../domain/result.ts';
import { ChatEngine, type ChatEngineOptions } from '../engine/chat-engine.ts';

/** The engine's state, for whoever shows it. */
export class Engine {
  readonly #engine: ChatEngine;
  #state = $state.raw<EngineState>({ type: 'absent' });
  #gpu = $state.raw<Result<GpuFacts> | null>(null);

  /** Set by whoever joins the engine to the classifier. */
  onLoaded: () => void = () => undefined;
  onClassifierLost: (error: AppError) => void = () => undefined;

  constructor(spawn: ChatEngineOptions['spawn']) {
    this.#engine = new ChatEngine({
      spawn,
      onState: (state) => (this.#state = state),
      onLoaded: () => this.onLoaded(),
      onClassifierLost: (error) => this.onClassifierLost(error),
    });
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Why no model can run on this device at all, or null. */
  get gpuProblem(): AppError | null {
    return this.#gpu?.ok === false ? this.#gpu.error : null;
  }

  /** What is known of the GPU; null before the first check, and if there is none that could be used. */
  get gpu(): GpuFacts | null {
    return this.#gpu?.ok ? this.#gpu.value : null;
  }

  async checkGpu(): Promise<boolean> {
    const checked = await checkGpu((navigator as { gpu?: GPU }).gpu);
    this.#gpu = checked;
    return checked.ok;
  }

  load(model: Model, contextWindowTokens: number | null): Promise<Result<null>> {
    return this.#engine.load(model, contextWindowTokens);
  }

  unload(): void {
    this.#engine.unload();
  }

  connectClassifier(port: MessagePort | null): void {
    this.#engine.connectClassifier(port);
  }

  screen(...request: Parameters<ChatEngine['screen']>): ReturnType<ChatEngine['screen']> {
    return this.#engine.screen(...request);
  }

  generate(...request: Parameters<ChatEngine['generate']>): ReturnType<ChatEngine['generate']> {
    return this.#engine.generate(...request);
  }
}
