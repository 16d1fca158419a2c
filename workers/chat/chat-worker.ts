import { checkGpu } from '../../src/domain/gpu-requirements.ts';
import { err, ok } from '../../src/domain/result.ts';
import type { ChatContract } from '../../src/protocol/chat-contract.ts';
import { findLocks } from '../../src/protocol/locks.ts';
import { serve, type Handlers } from '../../src/protocol/server.ts';
import { reportCrashes } from '../../src/protocol/worker-crash.ts';
import { openWeightStore } from '../../src/storage/weights/weight-store.ts';
import { ClassifierLink } from './classifier-link.ts';
import { generateFreely, generateGuarded } from './generate-reply.ts';
import { GpuWatch } from './gpu-watch.ts';
import { SafetyLayer } from './safety-layer.ts';
import { loadWebLlm, type WebLlmEngine } from './web-llm-engine.ts';

declare const self: DedicatedWorkerGlobalScope;

reportCrashes(self, 'chat');
let engine: WebLlmEngine | null = null;
const link = new ClassifierLink((error) => server.send('classifier-lost', { error }));
const safety = new SafetyLayer(link);

const handlers: Handlers<ChatContract> = {
  async load({ modelId, files, contextWindowTokens }, { emit }) {
    const gpu = await checkGpu(navigator.gpu);
    if (!gpu.ok) return gpu;
    const loaded = await loadWebLlm({
      modelId,
      files,
      contextWindowTokens,
      store: openWeightStore(),
      onProgress: emit,
    });
    if (!loaded.ok) return err(await gpuWatch.explain(loaded.error));
    engine = loaded.value;
    return ok({ contextWindowTokens: engine.contextWindowTokens });
  },

  async check() {
    return ok({ lost: await gpuWatch.check() });
  },

  connectClassifier({ port }) {
    link.connect(port);
    return Promise.resolve(ok(null));
  },

  countTokens({ texts }) {
    return Promise.resolve(ok({ counts: engine?.countTokens(texts) ?? null }));
  },

  screen: (request, { signal }) => safety.screen(request, signal),

  async generate(request, { signal, emit }) {
    if (!engine) return err({ type: 'unknown', detail: 'no model is loaded' });
    const result = request.guard
      ? await generateGuarded(engine, safety, request, request.guard, emit, signal)
      : await generateFreely(engine, request, emit, signal);
    return result.ok ? result : err(await gpuWatch.explain(result.error));
  },
};

const server = serve<ChatContract>(self, handlers, {
  worker: 'chat',
  locks: findLocks(),
  // another tab takes the engine and this page does not answer: only the end of this worker frees the GPU
  onSevered: () => self.close(),
});

const gpuWatch = new GpuWatch((error) => {
  engine = null;
  server.send('device-lost', { error });
});
