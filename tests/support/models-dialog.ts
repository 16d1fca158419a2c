import { vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { err, ok } from '../../src/domain/result.ts';
import type { Model } from '../../src/domain/catalogue.ts';
import { newInstallRecord, type InstallRecord } from '../../src/domain/install-record.ts';
import type { GpuLimits } from '../../src/domain/gpu-requirements.ts';
import type { Downloader } from '../../src/engine/downloader.ts';
import { ModelSources } from '../../src/state/model-sources.svelte.ts';
import { Models } from '../../src/state/models.svelte.ts';
import { StorageMeter } from '../../src/state/storage-meter.svelte.ts';
import type { InstallStore } from '../../src/storage/models/install-store.ts';
import { provideApp } from '../../src/ui/app-context.ts';
import ModelsDialog from '../../src/ui/models/ModelsDialog.svelte';
import '../../src/ui/styles/base.css';
import { createFakeApp, MODEL } from './fake-app.ts';
import { createMemoryWeights } from './memory-weights.ts';

export { MODEL };

/** What a worker would do; what a test does not script succeeds at once. */
export type FakeDownloader = Pick<
  Downloader,
  | 'download'
  | 'measure'
  | 'inspect'
  | 'discard'
  | 'verifyModel'
  | 'exportModel'
  | 'importModel'
  | 'prepareArchives'
>;

export interface ModelsSetup {
  /** What this site serves; the first is loaded. */
  own?: readonly Model[];
  /** What is stored, by the hashes of `MODEL` and the like. */
  stored?: readonly string[];
  records?: readonly InstallRecord[];
  downloader?: Partial<FakeDownloader>;
  hasShaderF16?: boolean;
  limits?: Partial<GpuLimits>;
  storage?: { usage?: number; quota?: number; persisted?: boolean; grants?: boolean };
}

/** A GPU as desktops have it. */
const LIMITS: GpuLimits = {
  maxBufferSize: 2 ** 31,
  maxStorageBufferBindingSize: 2 ** 31,
  maxComputeWorkgroupStorageSize: 32 * 1024,
  maxStorageBuffersPerShaderStage: 10,
};

/** A model like `MODEL` under another name, with one file of its own. */
export function createModel(id: string, more: Partial<Model> = {}): Model {
  const files = [{ path: 'b', url: `https://${id}.invalid/b`, sizeBytes: 20, sha256: id }];
  return { ...MODEL, id, name: `Model ${id}`, files, sizeBytes: 20, ...more };
}

/** What is remembered of a model that was complete once. */
export function recordOf(model: Model, more: Partial<InstallRecord> = {}): InstallRecord {
  return { ...newInstallRecord(model), completedAt: 1, ...more };
}

function createMemoryInstalls(records: readonly InstallRecord[]): InstallStore {
  return {
    readAll: () => Promise.resolve(ok(records)),
    put: () => Promise.resolve(ok(null)),
    remove: () => Promise.resolve(ok(null)),
  };
}

function createDownloader(scripted: Partial<FakeDownloader>): Downloader {
  const fake: FakeDownloader = {
    download: (_id, files) =>
      Promise.resolve(
        ok(
          files.map(({ path, sizeBytes, sha256 }) => ({
            path,
            sizeBytes: sizeBytes ?? 1,
            sha256: sha256 ?? 'ff',
          })),
        ),
      ),
    measure: () => Promise.resolve(ok(0)),
    prepareArchives: () => Promise.resolve(ok(null)),
    inspect: () => Promise.resolve(err({ type: 'unknown', detail: 'no host' })),
    discard: () => Promise.resolve(ok([])),
    verifyModel: () => Promise.resolve(ok({ damagedPaths: [] })),
    exportModel: () => Promise.resolve(ok(new Blob(['zip']))),
    importModel: () => Promise.resolve(err({ type: 'unknown', detail: 'nothing chosen' })),
    ...scripted,
  };
  return fake as Downloader;
}

function createStorage(storage: NonNullable<ModelsSetup['storage']>): StorageManager {
  const { usage = 1_000_000, quota = 50_000_000_000, persisted = true, grants = true } = storage;
  return {
    estimate: () => Promise.resolve({ usage, quota }),
    persisted: () => Promise.resolve(persisted),
    persist: () => Promise.resolve(grants),
  } as StorageManager;
}

/** The dialog over the real state classes, with a scripted downloader and everything stored in memory. */
export async function openModelsDialog(setup: ModelsSetup = {}) {
  const { own = [MODEL], stored = ['aa'], records = [], hasShaderF16 = true } = setup;
  vi.stubGlobal('__MAMORI_VERSION__', '0.0.0-test');
  const gpu = {
    requestAdapter: () =>
      Promise.resolve({
        limits: { ...LIMITS, ...setup.limits },
        features: { has: () => hasShaderF16 },
        info: { vendor: 'test vendor', architecture: 'test card' },
      }),
  };
  Object.defineProperty(navigator, 'gpu', { configurable: true, value: gpu });
  const weights = createMemoryWeights();
  for (const sha256 of stored) weights.files.set(sha256, new Uint8Array(1));
  const downloader = createDownloader(setup.downloader ?? {});
  const models = new Models({
    own,
    downloader,
    weights,
    installs: createMemoryInstalls(records),
    storage: new StorageMeter(createStorage(setup.storage ?? {})),
  });
  const app = await createFakeApp();
  Object.assign(app, { models, sources: new ModelSources(models, downloader) });
  await models.start();
  // where no model can run, none does
  if (!(await app.engine.checkGpu())) app.engine.unload();
  // a component is a function, and this one gives the part below it the app as the shell does
  const Provided = ((...mounted: Parameters<typeof ModelsDialog>) => {
    provideApp(app);
    return ModelsDialog(...mounted);
  }) as typeof ModelsDialog;
  const screen = await render(Provided, { open: true });
  return { app, models, screen, weights };
}
