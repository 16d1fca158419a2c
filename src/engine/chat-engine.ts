import type { AppError } from '../domain/app-error.ts';
import { toStoredFiles, type Model } from '../domain/catalogue.ts';
import type { EngineState } from '../domain/engine-state.ts';
import { loadedModelId } from '../domain/engine-state.ts';
import type { GenerationSettings } from '../domain/generation-settings.ts';
import type { PromptMessage } from '../domain/prompt.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type {
  ChatContract,
  GenerateReply,
  Guard,
  ReplyItem,
  ScreenReply,
} from '../protocol/chat-contract.ts';
import type { RequestOf } from '../protocol/messages.ts';
import { createClient, type Client } from '../protocol/client.ts';
import type { SpawnedWorker } from './spawn-worker.ts';

/** A worker beats once a second; parsing WebLLM and starting its runtime block it for a second or two on a slow device. */
const LOAD_SILENCE_TIMEOUT_MS = 30_000;
/** While the GPU works the worker beats; only encoding a very long prompt keeps its thread for seconds. */
const GENERATE_SILENCE_TIMEOUT_MS = 15_000;
/** A stop takes one token; during prefill it cannot be heard, so then the worker is replaced. */
const STOP_TIMEOUT_MS = 3_000;
/** Asked of an idle worker, which answers at once; a device that wakes up may be busy for a moment. */
const CHECK_SILENCE_TIMEOUT_MS = 5_000;
/** Beyond this, WebLLM's per-token cost grows with the reply (measured: 2.3 ms a token at 2,000 tokens). */
export const MAX_COMPLETION_TOKENS = 1_024;

export interface ChatEngineOptions {
  spawn: () => Result<SpawnedWorker>;
  onState: (state: EngineState) => void;
  /** A model has been loaded: its worker has no line to the classifier yet. */
  onLoaded: () => void;
  /** The worker's line to the classifier has broken. */
  onClassifierLost: (error: AppError) => void;
}

interface Running {
  client: Client<ChatContract>;
  worker: SpawnedWorker;
  model: Model;
}

/**
 * Owns the chat worker: one worker, one model. Loading another model, cancelling a load and recovering all mean the same
 * thing: end the worker and start a new one, because that is the only way to get all GPU memory back. A death is `failed`
 * here, whenever it happens; the supervisor makes something of it.
 */
export class ChatEngine {
  readonly #options: ChatEngineOptions;
  #running: Running | null = null;
  #state: EngineState = { type: 'absent' };

  constructor(options: ChatEngineOptions) {
    this.#options = options;
  }

  get state(): EngineState {
    return this.#state;
  }

  /** `contextWindowTokens` null takes what the model says. */
  async load(model: Model, contextWindowTokens: number | null): Promise<Result<null>> {
    this.#end();
    const files = toStoredFiles(model.files);
    if (!files) {
      const path = model.files.find(({ sha256 }) => sha256 === null)?.path ?? '';
      return this.#fail(model.id, { type: 'model-incomplete', modelId: model.id, path });
    }
    this.#setState({ type: 'loading', modelId: model.id, phase: 'starting', fraction: 0 });
    const spawned = this.#options.spawn();
    if (!spawned.ok) return this.#fail(model.id, spawned.error);
    const worker = spawned.value;
    const client = createClient<ChatContract>(worker, {
      worker: 'chat',
      onDeath: (error) => this.#onDeath(worker, model.id, error),
      onEvent: (name, { error }) => {
        if (name === 'device-lost') this.#onDeath(worker, model.id, error);
        else this.#options.onClassifierLost(error);
      },
    });
    const running = { client, worker, model };
    this.#running = running;
    const loaded = await client.call(
      'load',
      { modelId: model.id, files, contextWindowTokens },
      {
        onItem: ({ phase, fraction }) => {
          if (this.#running === running)
            this.#setState({ type: 'loading', modelId: model.id, phase, fraction });
        },
        silenceTimeoutMs: LOAD_SILENCE_TIMEOUT_MS,
      },
    );
    if (this.#running !== running) return loaded.ok ? err({ type: 'aborted' }) : loaded;
    if (!loaded.ok) return this.#fail(model.id, loaded.error);
    this.#options.onLoaded();
    this.#setState({ type: 'ready', modelId: model.id });
    return ok(null);
  }

  /** Gives the worker a line to the classifier, or says that there is none. */
  connectClassifier(port: MessagePort | null): void {
    void this.#running?.client.call(
      'connectClassifier',
      { port },
      { transfer: port ? [port] : [] },
    );
  }

  /** Asks an idle worker whether it lives and still has its GPU; one that does not dies of the question. */
  async check(): Promise<void> {
    const running = this.#running;
    // while a reply is written, its call is what notices a death
    if (!running || this.#state.type !== 'ready') return;
    const checked = await running.client.call('check', null, {
      silenceTimeoutMs: CHECK_SILENCE_TIMEOUT_MS,
    });
    if (checked.ok && checked.value.lost) {
      this.#onDeath(running.worker, running.model.id, checked.value.lost);
    }
  }

  /** Screens a question; nothing of it may be stored before. */
  async screen(
    request: RequestOf<ChatContract, 'screen'>,
    signal: AbortSignal,
  ): Promise<Result<ScreenReply>> {
    if (!this.#running) return err({ type: 'unknown', detail: 'no model is loaded' });
    return this.#running.client.call('screen', request, { signal });
  }

  /** How many tokens the loaded model makes of each text; null where nobody can tell. */
  async countTokens(texts: readonly string[]): Promise<readonly number[] | null> {
    const counted = await this.#running?.client.call(
      'countTokens',
      { texts },
      { silenceTimeoutMs: GENERATE_SILENCE_TIMEOUT_MS },
    );
    return counted?.ok ? counted.value.counts : null;
  }

  /** Ends the worker, whatever it is doing, and forgets the model. */
  unload(): void {
    this.#end();
    this.#setState({ type: 'absent' });
  }

  /** Streams one reply. An abort keeps what has arrived and settles as a stop. */
  async generate(
    messages: readonly PromptMessage[],
    settings: GenerationSettings,
    guard: Guard | null,
    onItem: (item: ReplyItem) => void,
    signal: AbortSignal,
  ): Promise<Result<GenerateReply>> {
    const running = this.#running;
    if (!running || this.#state.type !== 'ready') {
      return err({ type: 'unknown', detail: `cannot generate while ${this.#state.type}` });
    }
    const modelId = running.model.id;
    this.#setState({ type: 'generating', modelId });
    const onAbort = (): void => this.#setState({ type: 'stopping', modelId });
    signal.addEventListener('abort', onAbort, { once: true });
    const result = await running.client.call(
      'generate',
      {
        messages,
        settings,
        guard,
        maxCompletionTokens: settings.maxReplyTokens ?? MAX_COMPLETION_TOKENS,
      },
      {
        onItem: (item) => {
          if (!signal.aborted) onItem(item);
        },
        signal,
        silenceTimeoutMs: GENERATE_SILENCE_TIMEOUT_MS,
        abortTimeoutMs: STOP_TIMEOUT_MS,
      },
    );
    signal.removeEventListener('abort', onAbort);
    if (this.#running === running && loadedModelId(this.#state) === modelId) {
      this.#setState({ type: 'ready', modelId });
    }
    if (!signal.aborted || result.ok) return result;
    // the person wanted it to stop and it has, even if the worker had to be ended for that
    return ok({ end: 'stopped', usage: null, droppedMessages: 0, verdict: null });
  }

  #onDeath(worker: SpawnedWorker, modelId: string, error: AppError): void {
    if (this.#running?.worker !== worker) return;
    this.#fail(modelId, error);
  }

  #fail(modelId: string, error: AppError): { ok: false; error: AppError } {
    this.#end(error);
    this.#setState({ type: 'failed', modelId, error, isRepeated: false });
    return err(error);
  }

  #end(reason: AppError = { type: 'aborted' }): void {
    const running = this.#running;
    if (!running) return;
    this.#running = null;
    running.worker.terminate();
    running.client.dispose(reason);
  }

  #setState(state: EngineState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}
