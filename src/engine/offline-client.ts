import { toAppError } from '../domain/app-error.ts';
import { err, ok, type Result } from '../domain/result.ts';
import {
  isOfflineReply,
  type OfflineReply,
  type OfflineRequest,
} from '../protocol/offline-contract.ts';
import { toScriptUrl } from './script-url.ts';

/** Stable: a browser asks for the worker again under this name. */
const SCRIPT = 'offline-worker.js';
/** Keeping the engine means six megabytes from the network. */
const REPLY_TIMEOUT_MS = 120_000;

export interface OfflineEvents {
  /** A new release is on this device and waits. */
  onUpdateReady: () => void;
  /** Another release has taken over this page: what it loads from now on belongs to that one. */
  onReplaced: () => void;
}

/** The page's side of the service worker: registering it, asking it, letting a new one take over. */
export class OfflineClient {
  readonly #container: ServiceWorkerContainer | undefined;
  readonly #events: OfflineEvents;
  #registration: ServiceWorkerRegistration | null = null;
  #started: Promise<Result<null>> | null = null;

  constructor(container: ServiceWorkerContainer | undefined, events: OfflineEvents) {
    this.#container = container;
    this.#events = events;
  }

  /** Registers the worker, or finds the one that is there; once. A browser that has or allows none is an error value. */
  start(): Promise<Result<null>> {
    this.#started ??= this.#register();
    return this.#started;
  }

  async #register(): Promise<Result<null>> {
    const container = this.#container;
    if (!container) return err({ type: 'unknown', detail: 'no service workers' });
    // on the first visit a worker takes over as well, but then nothing is replaced
    let wasControlled = container.controller !== null;
    container.addEventListener('controllerchange', () => {
      if (wasControlled) this.#events.onReplaced();
      wasControlled = true;
    });
    try {
      const registration = await container.register(toScriptUrl(SCRIPT), {
        scope: './',
        updateViaCache: 'none',
      });
      this.#registration = registration;
      if (registration.waiting && container.controller) this.#events.onUpdateReady();
      registration.addEventListener('updatefound', () => this.#watch(registration.installing));
      this.#watch(registration.installing);
      return ok(null);
    } catch (thrown) {
      return err(toAppError(thrown));
    }
  }

  #watch(worker: ServiceWorker | null): void {
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && this.#container?.controller) this.#events.onUpdateReady();
    });
  }

  /** Whether a worker stands between this page and the network. */
  get isControlling(): boolean {
    return Boolean(this.#container?.controller);
  }

  /** Resolves when a worker controls this page, or false when that takes too long. */
  async waitForControl(timeoutMs: number): Promise<boolean> {
    if (this.isControlling) return true;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs, false);
      this.#container?.addEventListener(
        'controllerchange',
        () => {
          clearTimeout(timer);
          resolve(true);
        },
        { once: true },
      );
    });
  }

  /** Resolves when a worker serves this site. On a first visit that takes a while, and without a network for ever. */
  async waitUntilActive(): Promise<void> {
    await this.#container?.ready;
  }

  /** Asks the site for a new release. True if there is one; it is then fetched and announced. */
  async checkForUpdate(): Promise<Result<boolean>> {
    if (!this.#registration) return ok(false);
    try {
      const { installing, waiting } = await this.#registration.update();
      return ok(installing !== null || waiting !== null);
    } catch (thrown) {
      return err(toAppError(thrown));
    }
  }

  /** Lets the release that waits take over, in all tabs. */
  async activateUpdate(): Promise<void> {
    const waiting = this.#registration?.waiting;
    if (waiting) await post(waiting, { type: 'activate' });
  }

  /** Asks the worker that serves this page. */
  async ask(request: OfflineRequest): Promise<Result<OfflineReply>> {
    const worker = this.#registration?.active;
    return worker ? post(worker, request) : err({ type: 'unknown', detail: 'no service worker' });
  }
}

function post(worker: ServiceWorker, request: OfflineRequest): Promise<Result<OfflineReply>> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    const end = (result: Result<OfflineReply>): void => {
      clearTimeout(timer);
      port1.close();
      resolve(result);
    };
    const timer = setTimeout(() => {
      end(err({ type: 'timed-out', afterMs: REPLY_TIMEOUT_MS }));
    }, REPLY_TIMEOUT_MS);
    port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      end(isOfflineReply(data) ? ok(data) : err({ type: 'unknown', detail: 'no reply' }));
    };
    worker.postMessage(request, [port2]);
  });
}
