import { OfflineClient } from '../engine/offline-client.ts';
import type { Protection } from '../engine/protect-page.ts';
import type { OfflineStatus } from '../protocol/offline-contract.ts';

/**
 * `ready`: a new release waits for the person. `waiting`: it has been chosen, a reply must end first. `replaced`: it has
 * taken over, in this tab or another one, and this page is to be loaded again when nothing is going on.
 */
export type UpdateState = 'none' | 'ready' | 'waiting' | 'replaced';

/** How often a tab that stays open looks for a new release. Milliseconds. */
const CHECK_INTERVAL_MS = 60 * 60_000;

/** Working without a network, and moving from one release to the next. */
export class Offline {
  readonly #client: OfflineClient;
  #status = $state.raw<OfflineStatus | null>(null);
  #update = $state<UpdateState>('none');
  #isDismissed = $state(false);
  #isSupported = $state(true);
  #protection = $state<Protection>('protected');
  #wantsEngine = false;

  constructor(container: ServiceWorkerContainer | undefined) {
    this.#isSupported = container !== undefined;
    this.#client = new OfflineClient(container, {
      onUpdateReady: () => {
        this.#isDismissed = false;
        if (this.#update === 'none') this.#update = 'ready';
      },
      onReplaced: () => (this.#update = 'replaced'),
    });
  }

  /** What is kept of the app; null before the worker was asked, and where there is none. */
  get status(): OfflineStatus | null {
    return this.#status;
  }

  get update(): UpdateState {
    return this.#update;
  }

  /** Whether to ask the person about a new release. */
  get isAsking(): boolean {
    return (this.#update === 'ready' && !this.#isDismissed) || this.#update === 'waiting';
  }

  /** Whether this browser can keep the app at all. */
  get isSupported(): boolean {
    return this.#isSupported;
  }

  /** Whether the workers run without their policies. */
  get isUnprotected(): boolean {
    return this.#protection === 'unprotected';
  }

  /** The client, for whoever sees to the page's protection before anything runs. */
  get client(): OfflineClient {
    return this.#client;
  }

  /** Called when the app has started: this release works. */
  async start(protection: Protection): Promise<void> {
    this.#protection = protection;
    const started = await this.#client.start();
    this.#isSupported = started.ok;
    if (!started.ok) return;
    setInterval(() => void this.check(), CHECK_INTERVAL_MS);
    await this.#client.waitUntilActive();
    await this.#client.ask({ type: 'confirm' });
    if (this.#wantsEngine) await this.keepEngine();
    else await this.refresh();
  }

  async refresh(): Promise<void> {
    const reply = await this.#client.ask({ type: 'status' });
    this.#status = reply.ok && reply.value.type === 'status' ? reply.value.status : null;
  }

  /** A model is on this device, or on its way: the code that runs it is kept too. */
  async keepEngine(): Promise<void> {
    this.#wantsEngine = true;
    await this.#client.ask({ type: 'keep-engine' });
    await this.refresh();
  }

  /** Asks the site for a new release; null if it could not be reached. */
  async check(): Promise<boolean | null> {
    const found = await this.#client.checkForUpdate();
    return found.ok ? found.value : null;
  }

  /** Moves to the new release, at once or, where a reply is being written, when `proceed` is called. */
  async accept(isIdle: boolean): Promise<void> {
    this.#update = 'waiting';
    if (isIdle) await this.proceed();
  }

  /** Goes on with an update that had to wait. */
  async proceed(): Promise<void> {
    if (this.#update === 'waiting') await this.#client.activateUpdate();
  }

  /** The person wants to go on as it is; the release takes over when all tabs are closed. */
  dismiss(): void {
    this.#isDismissed = true;
  }

  /** Text that another app has shared, or the empty string. */
  async takeSharedText(): Promise<string> {
    const reply = await this.#client.ask({ type: 'take-shared-text' });
    return reply.ok && reply.value.type === 'text' ? reply.value.text : '';
  }
}
