import type { InitProgressReport, MLCEngine } from '@mlc-ai/web-llm';
import { toAppError } from '../../src/domain/app-error.ts';
import { sumBytes, type ModelFile } from '../../src/domain/catalogue.ts';
import { dropOlderHalf, type PromptMessage } from '../../src/domain/prompt.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import type {
  EngineReply,
  GenerateRequest,
  LoadProgress,
} from '../../src/protocol/chat-contract.ts';
import type { WeightStore } from '../../src/storage/weights/weight-store.ts';
import { toChatRequest } from './chat-request.ts';
import { repairTemplate, type ChatConfig } from './prompt-template.ts';
import { StopWordHold } from './stop-word-hold.ts';
import { countTokens } from './token-counter.ts';
import {
  createVerifiedCaches,
  fileAddress,
  modelAddress,
  type VerifiedCaches,
} from './verified-caches.ts';

const CONFIG_FILE = 'mlc-chat-config.json';
const LIBRARY_FILE = 'library.wasm';

export interface LoadOptions {
  modelId: string;
  files: readonly ModelFile[];
  /** Null takes what the model's configuration says. */
  contextWindowTokens: number | null;
  store: WeightStore;
  onProgress: (progress: LoadProgress) => void;
}

/** WebLLM with one model in it. A worker makes one and dies with it: that is how GPU memory is given back. */
export interface WebLlmEngine {
  readonly contextWindowTokens: number;
  /** How many tokens each text has; null where WebLLM does not tell. */
  countTokens(texts: readonly string[]): readonly number[] | null;
  generate(
    request: GenerateRequest,
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Result<EngineReply>>;
}

export async function loadWebLlm(options: LoadOptions): Promise<Result<WebLlmEngine>> {
  const { modelId, files, onProgress } = options;
  const totalBytes = sumBytes(files);
  let readBytes = 0;
  const verified = createVerifiedCaches({
    modelId,
    files,
    store: options.store,
    onRead: (file) => {
      readBytes += file.sizeBytes;
      onProgress({ phase: 'uploading', fraction: readBytes / totalBytes });
    },
  });
  // assignment throws: `caches` is a getter; and it must be there before WebLLM is imported
  Object.defineProperty(self, 'caches', { value: verified.caches, configurable: true });
  try {
    onProgress({ phase: 'starting', fraction: 0 });
    const { MLCEngine: Engine } = await import('@mlc-ai/web-llm');
    const read = await readConfig(verified, modelId);
    if (!read.ok) return read;
    const config = read.value;
    onProgress({ phase: 'uploading', fraction: 0 });
    const engine = new Engine({
      appConfig: {
        model_list: [
          {
            model: modelAddress(modelId),
            model_id: modelId,
            model_lib: fileAddress(modelId, LIBRARY_FILE),
          },
        ],
        cacheBackend: 'cache',
      },
      initProgressCallback: (report) => reportCompiling(report, onProgress),
    });
    const context_window_size = options.contextWindowTokens ?? config.context_window_size;
    await engine.reload(modelId, {
      conv_template: repairTemplate(config.conv_template),
      context_window_size,
    });
    // `reload` can resolve without a model, after an abort: only a model that knows its size counts as loaded
    const failure = verified.failure();
    if (failure) return err(failure);
    return ok(new LoadedEngine(engine, { ...config, context_window_size }));
  } catch (thrown) {
    return err(verified.failure() ?? toAppError(thrown));
  }
}

/** What of `mlc-chat-config.json` is used here. */
type StoredConfig = Omit<ChatConfig, 'model_type'> & { model_type?: string };

async function readConfig(
  verified: VerifiedCaches,
  modelId: string,
): Promise<Result<StoredConfig>> {
  const cache = await verified.caches.open('webllm/config');
  const response = await cache.match(fileAddress(modelId, CONFIG_FILE));
  if (!response) return err({ type: 'model-incomplete', modelId, path: CONFIG_FILE });
  return ok((await response.json()) as StoredConfig);
}

function reportCompiling(report: InitProgressReport, onProgress: LoadOptions['onProgress']): void {
  // WebLLM names its phases only in this text; if it changes, the bar merely stays at "uploading"
  if (!report.text.startsWith('Loading GPU shader modules')) return;
  onProgress({ phase: 'compiling', fraction: report.progress });
}

class LoadedEngine implements WebLlmEngine {
  readonly #engine: MLCEngine;
  readonly #template: ChatConfig['conv_template'];
  readonly #canThink: boolean;
  readonly contextWindowTokens: number;

  constructor(engine: MLCEngine, config: StoredConfig) {
    this.#engine = engine;
    this.#template = config.conv_template;
    this.#canThink = /^qwen3/u.test(config.model_type ?? '');
    this.contextWindowTokens = config.context_window_size;
  }

  countTokens(texts: readonly string[]): readonly number[] | null {
    return countTokens(this.#engine, texts);
  }

  async generate(
    request: GenerateRequest,
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Result<EngineReply>> {
    let messages: readonly PromptMessage[] = request.messages;
    for (;;) {
      const result = await this.#stream({ ...request, messages }, onText, signal);
      if (result.ok) {
        const droppedMessages = request.messages.length - messages.length;
        return ok({ ...result.value, droppedMessages });
      }
      if (result.error.type !== 'context-exceeded') return result;
      const shorter = dropOlderHalf(messages);
      if (!shorter) return result;
      messages = shorter;
    }
  }

  async #stream(
    request: GenerateRequest,
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Result<EngineReply>> {
    // WebLLM forgets an interrupt that comes before the first token: it is repeated at every chunk until it holds
    const interrupt = (): void => void this.#engine.interruptGenerate();
    signal.addEventListener('abort', interrupt);
    try {
      const chunks = await this.#engine.chat.completions.create(
        toChatRequest(request, this.#template, this.#canThink),
      );
      const hold = new StopWordHold(request.settings.stopWords, onText);
      const reply: EngineReply = { end: 'complete', usage: null, droppedMessages: 0 };
      for await (const chunk of chunks) {
        const choice = chunk.choices[0];
        if (signal.aborted) interrupt();
        else hold.push(choice?.delta.content ?? '');
        if (choice?.finish_reason === 'length') reply.end = 'length-limited';
        if (choice?.finish_reason === 'abort') reply.end = 'stopped';
        if (chunk.usage) {
          reply.usage = {
            promptTokens: chunk.usage.prompt_tokens,
            completionTokens: chunk.usage.completion_tokens,
            prefillTokensPerSecond: chunk.usage.extra.prefill_tokens_per_s,
            decodeTokensPerSecond: chunk.usage.extra.decode_tokens_per_s,
          };
        }
      }
      if (!signal.aborted) hold.end(await this.#engine.getMessage());
      return ok(signal.aborted ? { ...reply, end: 'stopped' } : reply);
    } catch (thrown) {
      if (thrown instanceof Error && thrown.name === 'ContextWindowSizeExceededError') {
        return err({ type: 'context-exceeded', contextWindowTokens: this.contextWindowTokens });
      }
      return err(toAppError(thrown));
    } finally {
      signal.removeEventListener('abort', interrupt);
    }
  }
}
