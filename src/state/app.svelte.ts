import type { Model } from '../domain/catalogue.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Preferences } from '../storage/preferences.ts';
import { offlineGapOf, statusOf, type AppStatus, type OfflineGap } from './app-status.ts';
import type { Audit } from './audit.svelte.ts';
import type { Chat } from './chat.svelte.ts';
import type { Classifier } from './classifier.svelte.ts';
import { ConversationRemovals } from './conversation-removals.svelte.ts';
import type { Conversations } from './conversations.svelte.ts';
import type { Engine } from './engine.svelte.ts';
import type { Generation } from './generation.svelte.ts';
import { Incoming } from './incoming.svelte.ts';
import type { Installation } from './installation.svelte.ts';
import { LateParts } from './late-parts.svelte.ts';
import type { ModelList } from './model-list.svelte.ts';
import type { ModelSettings } from './model-settings.svelte.ts';
import type { ModelSources } from './model-sources.svelte.ts';
import type { Models } from './models.svelte.ts';
import type { Offline } from './offline.svelte.ts';
import type { OperatorPolicy } from './operator-policy.svelte.ts';
import type { Oversight } from './oversight.svelte.ts';
import type { Reports } from './reports.svelte.ts';
import type { Safety } from './safety.svelte.ts';
import type { Settings } from './settings.svelte.ts';
import { TurnRemovals } from './turn-removals.svelte.ts';
import type { Usage } from './usage.svelte.ts';
import type { Vault } from './vault.svelte.ts';

export interface AppParts {
  preferences: Preferences;
  settings: Settings;
  conversations: Conversations;
  models: Models;
  modelList: ModelList;
  sources: ModelSources;
  modelSettings: ModelSettings;
  engine: Engine;
  generation: Generation;
  chat: Chat;
  vault: Vault;
  classifier: Classifier;
  safety: Safety;
  oversight: Oversight;
  audit: Audit;
  reports: Reports;
  usage: Usage;
  operator: OperatorPolicy;
  offline: Offline;
  installation: Installation;
  /** Starts the worker that takes a PDF apart. */
  spawnPdfWorker: () => Result<Worker>;
  defaultModelId: string;
  /** From the address (`?model=`), or null. */
  requestedModelId: string | null;
}

/** What spans several concerns: starting, choosing a model, and the app's overall status. */
export class App {
  readonly settings: Settings;
  readonly conversations: Conversations;
  readonly models: Models;
  readonly modelList: ModelList;
  readonly sources: ModelSources;
  readonly modelSettings: ModelSettings;
  readonly engine: Engine;
  readonly generation: Generation;
  readonly chat: Chat;
  readonly vault: Vault;
  readonly classifier: Classifier;
  readonly safety: Safety;
  readonly oversight: Oversight;
  readonly audit: Audit;
  readonly reports: Reports;
  readonly usage: Usage;
  readonly offline: Offline;
  readonly installation: Installation;
  readonly incoming = new Incoming();
  readonly late: LateParts;
  readonly turnRemovals: TurnRemovals;
  readonly removals: ConversationRemovals;
  readonly #parts: AppParts;
  #started = $state(false);
  #chosenId = $state('');

  readonly status: AppStatus = $derived.by(() =>
    this.#started ? statusOf(this.#parts, this.chosenModel) : 'starting',
  );

  constructor(parts: AppParts) {
    this.#parts = parts;
    this.settings = parts.settings;
    this.conversations = parts.conversations;
    this.turnRemovals = new TurnRemovals(parts.conversations);
    this.models = parts.models;
    this.modelList = parts.modelList;
    this.sources = parts.sources;
    this.modelSettings = parts.modelSettings;
    this.engine = parts.engine;
    this.generation = parts.generation;
    this.chat = parts.chat;
    this.vault = parts.vault;
    this.classifier = parts.classifier;
    this.safety = parts.safety;
    this.oversight = parts.oversight;
    this.audit = parts.audit;
    this.reports = parts.reports;
    this.usage = parts.usage;
    this.offline = parts.offline;
    this.installation = parts.installation;
    this.late = new LateParts(parts);
    this.removals = new ConversationRemovals({
      preferences: parts.preferences,
      setHidden: (ids, isHidden) => {
        if (isHidden) for (const id of ids) this.#stopReplyIn(id);
        this.conversations.setHidden(ids, isHidden);
      },
      remove: (ids) => this.removeConversations(ids),
    });
    this.conversations.onRemovedElsewhere = (id) => this.#stopReplyIn(id);
    this.engine.isNeeded = () => this.chat.isBusy;
    this.vault.onLocked = () => this.#closeConversations();
    this.vault.onOpened = () => this.#startConversations();
    this.engine.onLoaded = () => this.#joinClassifier();
    this.classifier.onChange = () => this.#joinClassifier();
    this.engine.onClassifierLost = (error) => void this.classifier.restart(error);
    this.#chosenId = this.#chooseAtStart();
  }

  /** The model of the address, or else the last one, so far as it is known here. */
  #chooseAtStart(): string {
    const { requestedModelId, preferences, defaultModelId } = this.#parts;
    const wanted = [requestedModelId, preferences.read('model')];
    return wanted.find((id) => this.models.find(id) !== null) ?? defaultModelId;
  }

  /** Begins a conversation for text that another app has shared. */
  async receiveSharedText(): Promise<void> {
    this.conversations.startNew();
    this.incoming.receiveText(await this.offline.takeSharedText());
  }

  /** The model that is loaded or would be loaded next. */
  get chosenModel(): Model | null {
    return this.models.find(this.#chosenId);
  }

  /** Whether nothing is going on that a reload of the page would end. */
  get isIdle(): boolean {
    return !this.chat.isBusy && !this.models.isBusy;
  }

  /** Loads the page again, when all that there is to store is stored. */
  async reloadPage(): Promise<void> {
    await this.conversations.retrySaving();
    location.reload();
  }

  /** Why a person could not chat without a network now. */
  get offlineGap(): OfflineGap {
    return offlineGapOf(this.#parts, this.chosenModel);
  }

  /** Reads what is stored, then begins to load the last model if all of it is there. */
  async start(): Promise<void> {
    const [, , gpuUsable] = await Promise.all([
      this.vault.refresh().then(() => this.#startConversations()),
      this.models.start(),
      this.engine.checkGpu(),
      this.#parts.operator.start(),
      this.safety.start(),
      this.generation.start(),
    ]);
    await this.oversight.start();
    // models from elsewhere are known only now
    this.#chosenId = this.#chooseAtStart();
    this.#started = true;
    void this.#startModels(gpuUsable);
  }

  /** The classifier comes after the model: what a person waits for comes first. */
  async #startModels(gpuUsable: boolean): Promise<void> {
    const model = this.chosenModel;
    if (gpuUsable && model && this.models.installOf(model.id).type === 'installed') {
      void this.offline.keepEngine();
      await this.#load(model);
    }
    await this.classifier.start();
  }

  /** Brings a model from its origin to the GPU: checks the GPU, downloads what is missing, loads. */
  async useModel(model: Model): Promise<void> {
    this.#chosenId = model.id;
    this.#parts.preferences.write('model', model.id);
    if (!(await this.engine.checkGpu())) return;
    if (this.models.installOf(model.id).type !== 'installed') {
      const downloaded = await this.models.download(model);
      if (!downloaded.ok) return;
    }
    // while the model is brought to the GPU, the classifier without which nothing is said comes too
    if (!this.safety.isOff && this.classifier.state.type === 'absent') {
      void this.classifier.install();
    }
    void this.offline.keepEngine();
    // another model may have been chosen while this one was downloading
    if (this.#chosenId === model.id) await this.#load(model);
  }

  async #load(model: Model): Promise<void> {
    const known = this.models.find(model.id);
    // its files have got their hashes while it was downloaded
    const context = known && this.modelSettings.contextTokensOf(known);
    const loaded = known && (await this.engine.load(known, context));
    if (loaded?.ok) await this.models.noteUsed(model);
  }

  /** Takes the model off the GPU; its files stay. */
  unloadModel(): void {
    this.engine.unload();
  }

  /** Stops loading a model. */
  cancelLoading(): void {
    if (this.engine.state.type === 'loading') this.engine.unload();
  }

  /** Downloads without loading. */
  async downloadModel(model: Model): Promise<void> {
    await this.models.download(model);
  }

  /** Takes a model off the GPU at once, and deletes it after some seconds in which that can be undone. */
  removeModel(model: Model): void {
    const { state } = this.engine;
    if ('modelId' in state && state.modelId === model.id) this.engine.unload();
    this.models.remove(model);
  }

  async #startConversations(): Promise<void> {
    await this.conversations.start();
    if (!this.vault.isLocked) await this.removals.finishEarlier();
  }

  #stopReplyIn(conversationId: string): void {
    if (this.chat.reply?.conversationId === conversationId) this.chat.stop();
  }

  /** Deletes conversations for good, and stops the reply that is being written in one. Resolves to whether they are deleted. */
  async removeConversations(ids: readonly string[]): Promise<boolean> {
    for (const id of ids) this.#stopReplyIn(id);
    const isDone = await this.conversations.remove(ids);
    for (const id of ids) await this.oversight.forget(id);
    return isDone;
  }

  /** Deletes every conversation, and what else holds a text of one. */
  async removeAllConversations(): Promise<void> {
    this.chat.stop();
    const ids = this.conversations.list.map(({ id }) => id);
    await this.conversations.removeAll();
    for (const id of ids) await this.oversight.forget(id);
  }

  /** As `removeAllConversations`, without the passphrase; the lock goes with them. */
  async eraseVault(): Promise<Result<null>> {
    const erased = await this.vault.erase();
    if (!erased.ok) return erased;
    this.conversations.forgetAll();
    for (const id of erased.value) await this.oversight.forget(id);
    return ok(null);
  }

  /** The conversations were locked: a reply that is being written ends, and is stored when they are opened again. */
  #closeConversations(): void {
    this.chat.stop();
    this.late.forgetConversations();
    // what waits to be deleted is deleted when they are opened again
    void this.removals.finish();
    this.turnRemovals.forget();
    this.conversations.close();
  }

  /** Asks the site again for its deployer's policy. */
  async readPolicy(): Promise<void> {
    await this.#parts.operator.start();
  }

  /** Loads the chosen model again after a failure; files that were found corrupt have been removed and are fetched anew. */
  async reloadModel(): Promise<void> {
    await this.models.refresh();
    if (this.chosenModel) await this.useModel(this.chosenModel);
  }

  /** Gives the chat worker its line to the classifier, whichever of the two came last. */
  #joinClassifier(): void {
    const { type } = this.classifier.state;
    if (type === 'ready') this.engine.connectClassifier(this.classifier.openLine());
    else if (type === 'failed' || type === 'absent') this.engine.connectClassifier(null);
  }
}
