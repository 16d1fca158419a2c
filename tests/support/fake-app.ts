import { err, ok, type Result } from '../../src/domain/result.ts';
import type { Model } from '../../src/domain/catalogue.ts';
import { Downloader } from '../../src/engine/downloader.ts';
import type { SpawnedWorker } from '../../src/engine/spawn-worker.ts';
import type { ChatContract } from '../../src/protocol/chat-contract.ts';
import type { DownloadContract } from '../../src/protocol/download-contract.ts';
import { serve, type Handlers } from '../../src/protocol/server.ts';
import { App } from '../../src/state/app.svelte.ts';
import { openAuditStore } from '../../src/state/audit-log.ts';
import { Audit } from '../../src/state/audit.svelte.ts';
import { Chat } from '../../src/state/chat.svelte.ts';
import { Classifier } from '../../src/state/classifier.svelte.ts';
import { Conversations } from '../../src/state/conversations.svelte.ts';
import { Engine } from '../../src/state/engine.svelte.ts';
import { Generation } from '../../src/state/generation.svelte.ts';
import { Installation } from '../../src/state/installation.svelte.ts';
import { createPageClock, Limits } from '../../src/state/limits.svelte.ts';
import { ModelList } from '../../src/state/model-list.svelte.ts';
import { ModelSettings } from '../../src/state/model-settings.svelte.ts';
import { ModelSources } from '../../src/state/model-sources.svelte.ts';
import { Models } from '../../src/state/models.svelte.ts';
import { Offline } from '../../src/state/offline.svelte.ts';
import { OperatorPolicy } from '../../src/state/operator-policy.svelte.ts';
import { Oversight } from '../../src/state/oversight.svelte.ts';
import { Reports } from '../../src/state/reports.svelte.ts';
import { Safety } from '../../src/state/safety.svelte.ts';
import { Settings } from '../../src/state/settings.svelte.ts';
import { StorageMeter } from '../../src/state/storage-meter.svelte.ts';
import { Usage } from '../../src/state/usage.svelte.ts';
import { Vault } from '../../src/state/vault.svelte.ts';
import type { ConversationStore } from '../../src/storage/conversations/conversation-store.ts';
import { createMemoryConversationStore } from '../../src/storage/conversations/memory-conversation-store.ts';
import type { PreferenceKey, Preferences } from '../../src/storage/preferences.ts';
import type { VaultStore } from '../../src/storage/vault/vault-store.ts';
import { createInstallStore } from '../../src/storage/models/install-store.ts';
import { createReportStore } from '../../src/storage/reports/report-store.ts';
import { createUsageStore } from '../../src/storage/usage/usage-store.ts';
import type { LimitStore } from '../../src/storage/limits/limit-store.ts';
import { createPortPair } from '../protocol/port-pair.ts';
import { createMemoryWeights } from './memory-weights.ts';

export const MODEL: Model = {
  id: 'test-model',
  name: 'Test Model',
  parameters: 1_000_000,
  licence: 'Apache-2.0',
  languages: ['en'],
  alignment: 'unknown',
  contextWindowTokens: 2048,
  hidden: false,
  origin: { type: 'own' },
  files: [{ path: 'a', url: 'https://model.invalid/a', sizeBytes: 10, sha256: 'aa' }],
  sizeBytes: 10,
};

/** Answers calls over a real port, as a worker would, from handlers that a test scripts. */
function spawn<C extends ChatContract | DownloadContract>(
  handlers: Handlers<C>,
): Result<SpawnedWorker> {
  const pair = createPortPair();
  serve<C>(pair.worker, handlers);
  return ok({ ...pair.page, terminate: pair.close });
}

export interface FakeAppOptions {
  chat?: Partial<Handlers<ChatContract>>;
  store?: ConversationStore;
}

function createMemoryLimits(): LimitStore {
  let kept: unknown;
  return {
    update(change) {
      const { state, value } = change(kept);
      kept = state;
      return Promise.resolve(ok(value));
    },
  };
}

/** Conversations in memory have no lock. */
function createNoVault(): VaultStore {
  const refused = () => Promise.resolve(err({ type: 'storage-locked' } as const));
  return {
    readStatus: () => Promise.resolve(ok('off')),
    turnOn: refused,
    turnOff: refused,
    unlock: refused,
    lock: () => undefined,
    changePassphrase: refused,
    erase: refused,
  };
}

/** The real state classes over a scripted worker, with everything stored in memory. The model is installed. */
export async function createFakeApp(options: FakeAppOptions = {}): Promise<App> {
  const values = new Map<PreferenceKey, string>();
  const preferences: Preferences = {
    read: (key) => values.get(key) || null,
    write: (key, value) => void values.set(key, value),
  };
  const weights = createMemoryWeights();
  weights.files.set('aa', new Uint8Array(10));
  const conversations = new Conversations({
    store: options.store ?? createMemoryConversationStore(),
    fallback: createMemoryConversationStore,
    preferences,
  });
  const engine = new Engine(() =>
    spawn<ChatContract>({
      load: () => Promise.resolve(ok({ contextWindowTokens: 2048 })),
      generate: (_request, { emit }) => {
        emit({ type: 'text', text: 'A reply.' });
        return Promise.resolve(
          ok({ end: 'complete', usage: null, droppedMessages: 0, verdict: null }),
        );
      },
      countTokens: ({ texts }) => Promise.resolve(ok({ counts: texts.map((text) => text.length) })),
      check: () => Promise.resolve(ok({ lost: null })),
      connectClassifier: () => Promise.resolve(ok(null)),
      screen: () => Promise.resolve(err({ type: 'unknown', detail: 'nothing is screened' })),
      ...options.chat,
    }),
  );
  const downloader = new Downloader(() =>
    spawn<DownloadContract>({
      download: () => Promise.resolve(ok([])),
      inspect: () => Promise.resolve(err({ type: 'unknown', detail: 'no host' })),
      discard: () => Promise.resolve(ok([])),
      importModel: () => Promise.resolve(err({ type: 'model-unsupported', detail: 'no model' })),
      exportModel: () => Promise.resolve(ok(new Blob())),
      verifyModel: () => Promise.resolve(ok({ damagedPaths: [] })),
      measure: () => Promise.resolve(ok(0)),
      prepareArchives: () => Promise.resolve(ok(null)),
      readPolicy: () => Promise.resolve(ok(null)),
    }),
  );
  const models = new Models({
    own: [MODEL],
    downloader,
    weights,
    installs: createInstallStore(),
    storage: new StorageMeter(undefined),
  });
  const classifier = new Classifier({
    files: [{ path: 'b', sizeBytes: 10, sha256: 'bb' }],
    spawn: () => err({ type: 'unknown', detail: 'this test has no classifier' }),
    downloader,
    weights,
  });
  const operator = new OperatorPolicy(downloader, preferences);
  const safety = new Safety({ preferences, classifier, operator, language: () => 'en' });
  // most tests are about the chat; those about the layer choose a level
  safety.level = 'off';
  // at level `off`, with a policy that has no limits, neither of the two is written to
  const audit = new Audit(openAuditStore());
  const limits = new Limits({ store: createMemoryLimits(), clock: createPageClock() });
  const reports = new Reports(createReportStore());
  const usage = new Usage({ store: createUsageStore(), level: () => safety.policy.level });
  const oversight = new Oversight({ preferences, audit, limits, reports, usage, safety });
  const generation = new Generation(preferences, conversations);
  const chat = new Chat({ conversations, engine, safety, oversight, generation });
  const app = new App({
    preferences,
    settings: new Settings({
      preferences,
      languages: ['en', 'ja', 'ko', 'zh'],
      fallbackLanguage: 'en',
      browserLanguages: ['en'],
      requestedLanguage: null,
    }),
    conversations,
    models,
    modelList: new ModelList(),
    sources: new ModelSources(models, downloader),
    modelSettings: new ModelSettings(preferences, weights),
    engine,
    generation,
    chat,
    vault: new Vault({
      store: createNoVault(),
      drafts: { setDraftsPrivate: () => undefined },
      channel: null,
    }),
    oversight,
    audit,
    reports,
    usage,
    classifier,
    safety,
    operator,
    offline: new Offline(undefined),
    installation: new Installation(),
    spawnPdfWorker: () => err({ type: 'unknown', detail: 'no worker' }),
    defaultModelId: MODEL.id,
    requestedModelId: null,
  });
  await operator.start();
  await conversations.start();
  await models.refresh();
  await engine.load(MODEL, null);
  return app;
}
