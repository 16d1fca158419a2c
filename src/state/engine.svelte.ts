import type { AppError } from '../domain/app-error.ts';
import type { Model } from '../domain/catalogue.ts';
import type { EngineState } from '../domain/engine-state.ts';
import { checkGpu } from '../domain/gpu-requirements.ts';
import type { Result } from '../domain/result.ts';
import { ChatEngine, type ChatEngineOptions } from '../engine/chat-engine.ts';

/** The engine's state, for whoever shows it. */
export class Engine {
  readonly #engine: ChatEngine;
  #state = $state.raw<EngineState>({ type: 'absent' });
  #gpuProblem = $state.raw<AppError | null>(null);

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
    return this.#gpuProblem;
  }

  async checkGpu(): Promise<boolean> {
    const result = await checkGpu((navigator as { gpu?: GPU }).gpu);
    this.#gpuProblem = result.ok ? null : result.error;
    return result.ok;
  }

  load(model: Model): Promise<Result<null>> {
    return this.#engine.load(model);
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
