import type { AppError } from '../domain/app-error.ts';
import type { Model } from '../domain/catalogue.ts';
import { loadedModelId, type EngineState } from '../domain/engine-state.ts';
import { err, type Result } from '../domain/result.ts';
import type { ChatEngine } from './chat-engine.ts';
import type { EngineLock } from './engine-lock.ts';
import { RecoveryBudget } from './recovery-budget.ts';
import type { Timers } from './timers.ts';

/** Between two tries of one recovery: a GPU process that has crashed needs a moment. */
const RETRY_DELAY_MS = 1_000;
/** Chromium gives the page an adapter again some minutes after a second crash (measured: none at 109 s, one at 169 s). */
const ADAPTER_DELAY_MS = 120_000;
const MOST_ADAPTER_RETRIES = 3;

/** What is loaded or should be. */
interface Wanted {
  model: Model;
  contextWindowTokens: number | null;
}

export interface SupervisorOptions {
  create: (onState: (state: EngineState) => void) => Pick<ChatEngine, 'load' | 'unload'>;
  /** Null where the browser has no locks: then every tab may have a model of its own. */
  lock: EngineLock | null;
  timers: Timers;
  onState: (state: EngineState) => void;
  /** Whether a question is being screened or answered. */
  isNeeded: () => boolean;
}

/**
 * Decides what becomes of the engine when it dies or when another tab wants it. An engine that had loaded its model is
 * started again by itself, but never in a silent loop; a first load that fails is left to the person.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #engine: Pick<ChatEngine, 'load' | 'unload'>;
  readonly #budget = new RecoveryBudget();
  #state: EngineState = { type: 'absent' };
  #wanted: Wanted | null = null;
  /** Raised by everything that is wanted anew: what was under way before then has no say any more. */
  #attempt = 0;
  #isRecovering = false;
  #adapterRetries = 0;
  #cancelRetry = (): void => undefined;
  #hasLostGpu = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#engine = options.create((state) => this.#follow(state));
    if (options.lock) {
      options.lock.onAsked = () => this.#handOver();
      options.lock.onLost = () => this.#leave();
    }
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Whether the GPU was lost since the page was opened: a missing adapter then has another reason. */
  get hasLostGpu(): boolean {
    return this.#hasLostGpu;
  }

  /** Loads a model here, unless another tab has one: `elsewhere` is then the state, and `aborted` what comes back. */
  async load(model: Model, contextWindowTokens: number | null): Promise<Result<null>> {
    const attempt = this.#begin();
    const before = this.#wanted;
    if (before?.model.id !== model.id || before.contextWindowTokens !== contextWindowTokens) {
      this.#budget.reset();
    }
    this.#wanted = { model, contextWindowTokens };
    const { lock } = this.#options;
    if (lock && !lock.isHeld) {
      this.#setState({ type: 'loading', modelId: model.id, phase: 'starting', fraction: 0 });
      const isHeld = await lock.acquire();
      if (attempt !== this.#attempt) return err({ type: 'aborted' });
      if (!isHeld) {
        this.#leave();
        return err({ type: 'aborted' });
      }
    }
    return this.#engine.load(model, contextWindowTokens);
  }

  /** Ends the engine and forgets the model; another tab may then have one. */
  unload(): void {
    this.#begin();
    this.#wanted = null;
    this.#options.lock?.stopWaiting();
    this.#engine.unload();
    this.#setState({ type: 'absent' });
    this.#options.lock?.release();
  }

  /** Takes the engine from the tab that has it, when that tab's reply has ended or it does not answer. */
  async takeOver(): Promise<Result<null>> {
    const { lock } = this.#options;
    const wanted = this.#wanted;
    if (!lock || !wanted || this.#state.type !== 'elsewhere') return err({ type: 'aborted' });
    const attempt = this.#begin();
    const modelId = wanted.model.id;
    this.#setState({ type: 'elsewhere', modelId, handover: 'asked' });
    const isHeld = await lock.takeOver(() => {
      if (attempt !== this.#attempt) return;
      this.#setState({ type: 'elsewhere', modelId, handover: 'after-reply' });
    });
    if (!isHeld || attempt !== this.#attempt) return err({ type: 'aborted' });
    return this.load(wanted.model, wanted.contextWindowTokens);
  }

  #begin(): number {
    this.#cancelRetry();
    this.#isRecovering = false;
    this.#adapterRetries = 0;
    this.#attempt += 1;
    return this.#attempt;
  }

  /** What the engine says of itself, as everybody else sees it. */
  #follow(state: EngineState): void {
    switch (state.type) {
      case 'loading':
        this.#setState(this.#isRecovering ? { ...state, type: 'recovering' } : state);
        return;
      case 'ready':
        this.#isRecovering = false;
        this.#adapterRetries = 0;
        this.#setState(state);
        return;
      case 'failed':
        this.#hasLostGpu ||= isGpuLoss(state.error);
        if (loadedModelId(this.#state) !== null) this.#onDeath(state.error);
        // in a recovery, whoever asked for the load decides; and what another tab has is no concern of this engine
        else if (!this.#isRecovering && this.#state.type !== 'elsewhere') {
          this.#fail(state.error, false);
        }
        return;
      case 'generating':
      case 'stopping':
        this.#setState(state);
        return;
      case 'absent':
      case 'recovering':
      case 'elsewhere':
        // decided here, not there
        return;
    }
  }

  #onDeath(error: AppError): void {
    // a worker that cannot hear a stop is ended for it, as the person wished: that is no failure
    const isStopped = this.#state.type === 'stopping' && error.type === 'worker-unresponsive';
    const attempt = this.#begin();
    if (!isDeath(error)) this.#fail(error, false);
    else if (!isStopped && !this.#spend(error)) this.#fail(error, true);
    else void this.#recover(attempt);
  }

  async #recover(attempt: number): Promise<void> {
    const wanted = this.#wanted;
    if (!wanted) return;
    const { lock } = this.#options;
    const { model, contextWindowTokens } = wanted;
    this.#isRecovering = true;
    this.#setState({ type: 'recovering', modelId: model.id, phase: 'starting', fraction: 0 });
    for (;;) {
      if (lock && !(await lock.confirm()) && attempt === this.#attempt) this.#leave();
      if (attempt !== this.#attempt) return;
      const loaded = await this.#engine.load(model, contextWindowTokens);
      if (attempt !== this.#attempt || loaded.ok) return;
      const { error } = loaded;
      if (error.type === 'gpu-unavailable' && error.reason === 'no-adapter') {
        this.#awaitAdapter({ ...error, reason: 'after-loss' });
        return;
      }
      if (!isDeath(error) && error.type !== 'unknown') {
        this.#fail(error, false);
        return;
      }
      if (!this.#spend(error)) {
        this.#fail(error, true);
        return;
      }
      await new Promise<void>((resolve) => this.#options.timers.after(RETRY_DELAY_MS, resolve));
    }
  }

  /** Says so, and tries again by itself when the browser may have relented. */
  #awaitAdapter(error: AppError): void {
    this.#fail(error, true);
    if (this.#adapterRetries >= MOST_ADAPTER_RETRIES) return;
    this.#cancelRetry = this.#options.timers.after(ADAPTER_DELAY_MS, () => {
      this.#adapterRetries += 1;
      this.#attempt += 1;
      void this.#recoverHere(this.#attempt);
    });
  }

  /** As `#recover`, after the engine was given up in between. */
  async #recoverHere(attempt: number): Promise<void> {
    const { lock } = this.#options;
    const isHeld = lock ? await lock.acquire() : true;
    if (attempt !== this.#attempt) return;
    if (isHeld) await this.#recover(attempt);
    else this.#leave();
  }

  #spend(error: AppError): boolean {
    return this.#budget.spend(error, this.#options.timers.nowMs());
  }

  #fail(error: AppError, isRepeated: boolean): void {
    this.#isRecovering = false;
    const modelId = this.#wanted?.model.id ?? null;
    this.#setState({ type: 'failed', modelId, error, isRepeated });
    this.#options.lock?.release();
  }

  /** Another tab asks for the engine. False while it is needed here. */
  #handOver(): boolean {
    const { type } = this.#state;
    if (this.#options.isNeeded() || type === 'generating' || type === 'stopping') return false;
    this.#leave();
    return true;
  }

  /** Ends the engine here, because it is another tab's, and waits for that tab to close. */
  #leave(): void {
    const { lock } = this.#options;
    const attempt = this.#begin();
    const wanted = this.#wanted;
    if (wanted) {
      // said first, so that whatever is still under way knows why it ends
      this.#setState({ type: 'elsewhere', modelId: wanted.model.id, handover: 'none' });
    }
    this.#engine.unload();
    lock?.release();
    if (!wanted) return;
    lock?.wait(() => {
      if (attempt === this.#attempt) void this.load(wanted.model, wanted.contextWindowTokens);
      else lock.release();
    });
  }

  #setState(state: EngineState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

/** Whether a new worker may well do what this one cannot. */
function isDeath(error: AppError): boolean {
  const { type } = error;
  return isGpuLoss(error) || type === 'worker-died' || type === 'worker-unresponsive';
}

function isGpuLoss({ type }: AppError): boolean {
  return type === 'gpu-lost' || type === 'out-of-memory';
}
