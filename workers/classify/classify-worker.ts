import { err, ok } from '../../src/domain/result.ts';
import type { ClassifyContract } from '../../src/protocol/classify-contract.ts';
import { serve, type Handlers } from '../../src/protocol/server.ts';
import { reportCrashes } from '../../src/protocol/worker-crash.ts';
import type { Classification } from '../../src/safety/index.ts';
import { openWeightStore } from '../../src/storage/weights/weight-store.ts';
import { loadClassifier, type LoadedClassifier } from './load-classifier.ts';
import { SerialQueue } from './serial-queue.ts';

declare const self: DedicatedWorkerGlobalScope;

reportCrashes(self, 'classify');
const queue = new SerialQueue();
let loaded: LoadedClassifier | null = null;
let scoredTexts = 0;

const notLoaded = err({ type: 'unknown', detail: 'the classifier is not loaded' } as const);

const handlers: Handlers<ClassifyContract> = {
  async load({ files }) {
    const startMs = performance.now();
    const result = await loadClassifier(openWeightStore(), files);
    if (!result.ok) return result;
    loaded = result.value;
    const { version } = loaded.classifier.profile;
    return ok({ version, loadMs: performance.now() - startMs });
  },

  async classify({ texts, timeoutMs }, { signal }) {
    if (!loaded) return notLoaded;
    const { classifier } = loaded;
    const deadline = AbortSignal.timeout(timeoutMs);
    const stop = AbortSignal.any([signal, deadline]);
    try {
      return await queue.run(async () => {
        const found: Classification[] = [];
        for (const { text, side } of texts) {
          found.push(await classifier.classify(text, side, { signal: stop }));
          scoredTexts += 1;
        }
        return ok(found);
      });
    } catch (thrown) {
      if (signal.aborted) return err({ type: 'aborted' });
      if (deadline.aborted) return err({ type: 'timed-out', afterMs: timeoutMs });
      throw thrown;
    }
  },

  connect({ port }) {
    serve<ClassifyContract>(port, handlers);
    port.start();
    return Promise.resolve(ok(null));
  },

  health() {
    if (!loaded) return Promise.resolve(notLoaded);
    const { classifier, times } = loaded;
    return Promise.resolve(
      ok({
        version: classifier.profile.version,
        scoredTexts,
        waitingRequests: queue.waiting,
        medianWindowMs: times.medianMs,
        slowestWindowMs: times.slowestMs,
      }),
    );
  },
};

serve<ClassifyContract>(self, handlers);
