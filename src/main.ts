import { mount } from 'svelte';
import chatWorkerUrl from '../workers/chat/chat-worker.ts?worker&url';
import classifyWorkerUrl from '../workers/classify/classify-worker.ts?worker&url';
import downloadWorkerUrl from '../workers/download/download-worker.ts?worker&url';
import pdfWorkerUrl from '../workers/pdf/pdf-worker.ts?worker&url';
import lock from '../models.lock.json';
import { buildCatalogue, DEFAULT_MODEL_ID, MODEL_DESCRIPTIONS } from './domain/catalogue.ts';
import { CLASSIFIER_ID } from './domain/classifier-files.ts';
import { Downloader } from './engine/downloader.ts';
import { protectPage } from './engine/protect-page.ts';
import { createEngineLock } from './engine/engine-lock.ts';
import { watchWaking } from './engine/page-wake.ts';
import { spawnWorker } from './engine/spawn-worker.ts';
import { baseLocale, locales, overwriteGetLocale } from './i18n/paraglide/runtime.js';
import type { ConversationStorage } from './storage/conversations/conversation-storage.ts';
import type { ConversationStore } from './storage/conversations/conversation-store.ts';
import { createMemoryConversationStore } from './storage/conversations/memory-conversation-store.ts';
import { createLimitStore } from './storage/limits/limit-store.ts';
import type { InstallStore } from './storage/models/install-store.ts';
import { createPreferences } from './storage/preferences.ts';
import type { ReportStore } from './storage/reports/report-store.ts';
import { lazily } from './storage/lazily.ts';
import type { UsageStore } from './storage/usage/usage-store.ts';
import type { VaultStore } from './storage/vault/vault-store.ts';
import { openWeightStore } from './storage/weights/weight-store.ts';
import { App } from './state/app.svelte.ts';
import { Audit } from './state/audit.svelte.ts';
import { Chat } from './state/chat.svelte.ts';
import { Classifier } from './state/classifier.svelte.ts';
import { Conversations } from './state/conversations.svelte.ts';
import { Engine } from './state/engine.svelte.ts';
import { Generation } from './state/generation.svelte.ts';
import { Installation } from './state/installation.svelte.ts';
import { watchLaunchedFiles } from './state/launched-files.ts';
import { createPageClock, Limits } from './state/limits.svelte.ts';
import { ModelList } from './state/model-list.svelte.ts';
import { ModelSettings } from './state/model-settings.svelte.ts';
import { ModelSources } from './state/model-sources.svelte.ts';
import { Models } from './state/models.svelte.ts';
import { Offline } from './state/offline.svelte.ts';
import { OperatorPolicy } from './state/operator-policy.svelte.ts';
import { Oversight } from './state/oversight.svelte.ts';
import { Reports } from './state/reports.svelte.ts';
import { Safety } from './state/safety.svelte.ts';
import { Settings } from './state/settings.svelte.ts';
import { StorageMeter } from './state/storage-meter.svelte.ts';
import { createTabSync } from './state/tab-sync.ts';
import { Usage } from './state/usage.svelte.ts';
import { Vault } from './state/vault.svelte.ts';
import Shell from './ui/Shell.svelte';
import './ui/styles/base.css';
import './ui/styles/print.css';

const address = new URLSearchParams(location.search);
const preferences = createPreferences();
const settings = new Settings({
  preferences,
  languages: locales,
  fallbackLanguage: baseLocale,
  browserLanguages: navigator.languages,
  requestedLanguage: address.get('lang'),
});
// reading the reactive language here is what makes every message follow it without a reload
overwriteGetLocale(() => settings.language);

const requestedModelId = address.get('model');
let storage: ConversationStorage | undefined;
async function openStorage(): Promise<ConversationStorage> {
  const { openConversationStorage } =
    await import('./storage/conversations/conversation-storage.ts');
  return (storage ??= openConversationStorage({
    onCreated: () => {
      void conversations.noteRecreated();
      void vault.refresh();
    },
    onClosed: () => void conversations.checkStore(),
  }));
}
const vault = new Vault({
  store: lazily<VaultStore, Pick<VaultStore, 'lock'>>(async () => (await openStorage()).vault, {
    // before anything was opened there is no key to forget
    lock: () => storage?.vault.lock(),
  }),
  drafts: preferences,
  channel: new BroadcastChannel('mamori:vault'),
});
const conversations = new Conversations({
  store: lazily<ConversationStore>(async () => (await openStorage()).conversations),
  fallback: createMemoryConversationStore,
  preferences,
  tabs: createTabSync(),
  onLocked: () => void checkLock(),
});
/** Another tab may have locked the conversations, or opened them for good. */
async function checkLock(): Promise<void> {
  await vault.refresh();
  if (!vault.isLocked) await conversations.retrySaving();
}

const downloader = new Downloader(() => spawnWorker('download', downloadWorkerUrl));
const weights = openWeightStore();
const engine = new Engine(() => spawnWorker('chat', chatWorkerUrl), createEngineLock());
watchWaking(() => void engine.check());
const classifier = new Classifier({
  files: lock.models.find(({ id }) => id === CLASSIFIER_ID)?.files ?? [],
  spawn: () => spawnWorker('classify', classifyWorkerUrl),
  downloader,
  weights,
});
const operator = new OperatorPolicy(downloader, preferences);
const safety = new Safety({ preferences, classifier, operator, language: () => settings.language });
const audit = new Audit(
  lazily(async () => (await import('./state/audit-log.ts')).openAuditStore()),
);
const limits = new Limits({ store: createLimitStore(), clock: createPageClock() });
const reports = new Reports(
  lazily<ReportStore>(async () =>
    (await import('./storage/reports/report-store.ts')).createReportStore(),
  ),
);
const usage = new Usage({
  store: lazily<UsageStore>(async () =>
    (await import('./storage/usage/usage-store.ts')).createUsageStore(),
  ),
  level: () => safety.policy.level,
});
const oversight = new Oversight({ preferences, audit, limits, reports, usage, safety });
const models = new Models({
  own: buildCatalogue(
    MODEL_DESCRIPTIONS,
    lock.models,
    requestedModelId,
    new URL('.', document.baseURI).href,
  ),
  downloader,
  weights,
  installs: lazily<InstallStore>(async () =>
    (await import('./storage/models/install-store.ts')).createInstallStore(),
  ),
  storage: new StorageMeter(navigator.storage as StorageManager | undefined),
});
const offline = new Offline(navigator.serviceWorker as ServiceWorkerContainer | undefined);
const generation = new Generation(preferences, conversations);
const chat = new Chat({ conversations, engine, safety, oversight, generation });
const app = new App({
  preferences,
  settings,
  conversations,
  models,
  modelList: new ModelList(),
  sources: new ModelSources(models, downloader),
  modelSettings: new ModelSettings(preferences, weights),
  engine,
  generation,
  chat,
  vault,
  oversight,
  audit,
  reports,
  usage,
  classifier,
  safety,
  operator,
  offline,
  installation: new Installation(),
  spawnPdfWorker: () => spawnWorker('pdf', pdfWorkerUrl),
  defaultModelId: DEFAULT_MODEL_ID,
  requestedModelId,
});

mount(Shell, { target: document.body, props: { app } });
void start();

async function start(): Promise<void> {
  // in development nothing sends headers, and a service worker would keep old code
  const protection = import.meta.env.DEV ? 'protected' : await protectPage(offline.client);
  if (protection === 'reloading') return;
  await app.start();
  watchLaunchedFiles((file) => app.incoming.receiveFile(file));
  if (address.has('new')) conversations.startNew();
  if (!import.meta.env.DEV) await offline.start(protection);
  if (address.has('shared')) await app.receiveSharedText();
}
