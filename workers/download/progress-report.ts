import { sumKnownBytes, type RemoteFile } from '../../src/domain/remote-model.ts';
import type { DownloadActivity } from '../../src/domain/install-state.ts';
import type { DownloadProgress } from '../../src/protocol/download-contract.ts';
import type { RetryWait } from './fetch-file.ts';

/** Enough for a smooth bar; every report is a message to the page. */
const INTERVAL_MS = 100;

interface Slot {
  sizeBytes: number | null;
  receivedBytes: number;
  isRunning: boolean;
  wait: RetryWait | null;
}

/** Adds up where the files are and says so, at most every 100 ms; the last word is always said. */
export class ProgressReport {
  readonly #slots: Map<RemoteFile, Slot>;
  readonly #emit: (progress: DownloadProgress) => void;
  #isWaiting = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastMs = -Infinity;

  constructor(files: readonly RemoteFile[], emit: (progress: DownloadProgress) => void) {
    this.#emit = emit;
    this.#slots = new Map(
      files.map((file) => [
        file,
        { sizeBytes: file.sizeBytes, receivedBytes: 0, isRunning: false, wait: null },
      ]),
    );
  }

  /** Another tab does the work, or no longer does. */
  setWaiting(isWaiting: boolean): void {
    this.#isWaiting = isWaiting;
    this.#change();
  }

  setReceived(file: RemoteFile, receivedBytes: number): void {
    this.#update(file, { receivedBytes, isRunning: true });
  }

  setRetry(file: RemoteFile, wait: RetryWait | null): void {
    this.#update(file, { wait });
  }

  setStored(file: RemoteFile, sizeBytes: number): void {
    this.#update(file, { sizeBytes, receivedBytes: sizeBytes, isRunning: false });
  }

  /** Says what has not been said yet. Nothing is said afterwards. */
  end(): void {
    if (this.#timer !== undefined) this.#say();
  }

  #update(file: RemoteFile, change: Partial<Slot>): void {
    const slot = this.#slots.get(file);
    if (slot) Object.assign(slot, change);
    this.#change();
  }

  #change(): void {
    const leftMs = this.#lastMs + INTERVAL_MS - performance.now();
    if (leftMs <= 0) this.#say();
    else this.#timer ??= setTimeout(() => this.#say(), leftMs);
  }

  #say(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lastMs = performance.now();
    const slots = [...this.#slots.values()];
    this.#emit({
      receivedBytes: slots.reduce((sum, slot) => sum + slot.receivedBytes, 0),
      totalBytes: sumKnownBytes(slots),
      state: this.#state(slots),
    });
  }

  /** It is stuck only if nothing arrives for any file; the shortest wait is the one to show. */
  #state(slots: readonly Slot[]): DownloadActivity {
    if (this.#isWaiting) return { type: 'waiting' };
    const running = slots.filter(({ isRunning }) => isRunning);
    const waits = running.flatMap(({ wait }) => (wait ? [wait] : []));
    const [shortest] = waits.sort((a, b) => a.inMs - b.inMs);
    if (!shortest || waits.length < running.length) return { type: 'fetching' };
    return { type: 'retrying', ...shortest };
  }
}
