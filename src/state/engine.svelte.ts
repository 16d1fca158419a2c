import type { AppError } from '../domain/app-error.ts';
import type { Model } from '../domain/catalogue.ts';
import { loadedModelId, type EngineState } from '../domain/engine-state.ts';
import { checkGpu, type GpuFacts } from '../domain/gpu-requirements.ts';
import { err, type Result } from '../domain/result.ts';
import { ChatEngine, type ChatEngineOptions } from '../engine/chat-engine.ts';
import type { EngineLock } from '../engine/engine-lock.ts';
import { Supervisor } from '../engine/supervisor.ts';
import { PAGE_TIMERS } from '../engine/timers.ts';

/** The engine's state, for whoever shows it, and what can be asked of it. */
export class Engine {
  readonly #engine: ChatEngine;
  readonly #supervisor: Supervisor;
  #state = $state.raw<EngineState>({ type: 'absent' });
  #gpu = $state.raw<Result<GpuFacts> | null>(null);

  /** Set by whoever joins the engine to the classifier. */
  onLoaded: () => void = () => undefined;
  onClassifierLost: (error: AppError) => void = () => undefined;
  /** Set by whoever asks and answers: whether another tab that wants the engine has to wait. */
  isNeeded: () => boolean = () => false;

  /** `lock` null: this tab does not care whether another one has a model too. */
  constructor(spawn: ChatEngineOptions['spawn'], lock: EngineLock | null = null) {
    let follow: (state: EngineState) => void = () => undefined;
    this.#engine = new ChatEngine({
      spawn,
      onState: (state) => follow(state),
      onLoaded: () => this.onLoaded(),
      onClassifierLost: (error) => this.onClassifierLost(error),
    });
    this.#supervisor = new Supervisor({
      create: (onState) => {
        follow = onState;
        return this.#engine;
      },
      lock,
      timers: PAGE_TIMERS,
      onState: (state) => (this.#state = state),
      isNeeded: () => this.isNeeded(),
    });
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Why no model can run on this device at all, or null: one that runs is the better proof. */
  get gpuProblem(): AppError | null {
    if (loadedModelId(this.#state) !== null || this.#state.type === 'recovering') return null;
    return this.#gpu?.ok === false ? this.#gpu.error : null;
  }

  /** What is known of the GPU; null before the first check, and if there is none that could be used. */
  get gpu(): GpuFacts | null {
    return this.#gpu?.ok ? this.#gpu.value : null;
  }

  async checkGpu(): Promise<boolean> {
    const checked = await checkGpu((navigator as { gpu?: GPU }).gpu);
    this.#gpu = checked.ok ? checked : err(this.#explain(checked.error));
    return checked.ok;
  }

  load(model: Model, contextWindowTokens: number | null): Promise<Result<null>> {
    return this.#supervisor.load(model, contextWindowTokens);
  }

  unload(): void {
    this.#supervisor.unload();
  }

  /** Takes the engine from the tab that has it. */
  takeOver(): Promise<Result<null>> {
    return this.#supervisor.takeOver();
  }

  /** Asks whether the engine has survived a sleep; it is started again if it has not. */
  check(): Promise<void> {
    return this.#engine.check();
  }

  connectClassifier(port: MessagePort | null): void {
    this.#engine.connectClassifier(port);
  }

  screen(...request: Parameters<ChatEngine['screen']>): ReturnType<ChatEngine['screen']> {
    return this.#engine.screen(...request);
  }

  countTokens(texts: readonly string[]): Promise<readonly number[] | null> {
    return this.#engine.countTokens(texts);
  }

  generate(...request: Parameters<ChatEngine['generate']>): ReturnType<ChatEngine['generate']> {
    return this.#engine.generate(...request);
  }

  /** A page whose GPU was lost twice gets no adapter for some minutes; that is no fault of the device. */
  #explain(error: AppError): AppError {
    const isLoss = error.type === 'gpu-unavailable' && error.reason === 'no-adapter';
    return isLoss && this.#supervisor.hasLostGpu ? { ...error, reason: 'after-loss' } : error;
  }
}
