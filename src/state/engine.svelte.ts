import type { AppError } from '../domain/app-error.ts';
import type { Model } from '../domain/catalogue.ts';
import type { EngineState } from '../domain/engine-state.ts';
import { checkGpu } from '../domain/gpu-requirements.ts';
import type { PromptMessage } from '../domain/prompt.ts';
import type { Result } from '../domain/result.ts';
import { ChatEngine, type ChatEngineOptions } from '../engine/chat-engine.ts';
import type { GenerateReply } from '../protocol/chat-contract.ts';

/** The engine's state, for whoever shows it. */
export class Engine {
  readonly #engine: ChatEngine;
  #state = $state.raw<EngineState>({ type: 'absent' });
  #gpuProblem = $state.raw<AppError | null>(null);

  constructor(spawn: ChatEngineOptions['spawn']) {
    this.#engine = new ChatEngine({ spawn, onState: (state) => (this.#state = state) });
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

  generate(
    messages: readonly PromptMessage[],
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Result<GenerateReply>> {
    return this.#engine.generate(messages, onText, signal);
  }
}
