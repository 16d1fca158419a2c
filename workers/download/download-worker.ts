import { ok } from '../../src/domain/result.ts';
import type { DownloadContract } from '../../src/protocol/download-contract.ts';
import { serve } from '../../src/protocol/server.ts';
import { reportCrashes } from '../../src/protocol/worker-crash.ts';
import { openFirstUseStore } from '../../src/storage/weights/first-use-store.ts';
import { openPartStore } from '../../src/storage/weights/part-store.ts';
import { openWeightStore } from '../../src/storage/weights/weight-store.ts';
import { discardDownload } from './discard-download.ts';
import { downloadModel, type DownloadParts } from './download-model.ts';
import { exportModel } from './export-model.ts';
import { importModel } from './import-model.ts';
import { inspectModel } from './inspect-model.ts';
import { measureDownload } from './measure-download.ts';
import { NETWORK_POLICY } from './network-policy.ts';
import { readPolicy } from './read-policy.ts';
import { verifyModel } from './verify-model.ts';

declare const self: DedicatedWorkerGlobalScope;

reportCrashes(self, 'download');
const parts: DownloadParts = {
  store: openWeightStore(),
  parts: openPartStore(),
  firstUses: openFirstUseStore(),
  locks: 'locks' in navigator ? navigator.locks : null,
  policy: NETWORK_POLICY,
};

serve<DownloadContract>(self, {
  async prepareArchives() {
    await Promise.all([import('./open-zip.ts'), import('./write-zip.ts')]);
    return ok(null);
  },
  readPolicy: ({ baseUrl }, { signal }) => readPolicy(baseUrl, signal),
  download: ({ modelId, files }, { signal, emit }) =>
    downloadModel({ modelId, files, signal, onProgress: emit }, parts),
  inspect: (request, { signal }) => inspectModel(request, { policy: NETWORK_POLICY, signal }),
  measure: ({ files }) => measureDownload(files, parts),
  discard: ({ files }) => discardDownload(files, parts),
  importModel: ({ source }, { signal, emit }) =>
    importModel({ source, signal, onProgress: emit }, parts.store),
  exportModel: (request, { signal, emit }) =>
    exportModel({ ...request, signal, onProgress: emit }, parts.store),
  verifyModel: (request, { signal, emit }) =>
    verifyModel({ ...request, signal, onProgress: emit }, parts.store),
});
