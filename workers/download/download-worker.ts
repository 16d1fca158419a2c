import type { DownloadContract } from '../../src/protocol/download-contract.ts';
import { serve } from '../../src/protocol/server.ts';
import { reportCrashes } from '../../src/protocol/worker-crash.ts';
import { openWeightStore } from '../../src/storage/weights/weight-store.ts';
import { downloadModel } from './download-model.ts';
import { readPolicy } from './read-policy.ts';

declare const self: DedicatedWorkerGlobalScope;

reportCrashes(self, 'download');
const store = openWeightStore();

serve<DownloadContract>(self, {
  readPolicy: ({ baseUrl }, { signal }) => readPolicy(baseUrl, signal),
  download: ({ modelId, files, baseUrl }, { signal, emit }) =>
    downloadModel({ modelId, files, baseUrl, store, signal, onProgress: emit }),
});
