import type { AppError } from '../domain/app-error.ts';
import type { Result } from '../domain/result.ts';
import type { DraftPrivacy } from '../storage/preferences.ts';
import type { PassphraseResult, VaultStatus, VaultStore } from '../storage/vault/vault-store.ts';

/** What tabs tell each other of the lock. It never carries a passphrase or a key. */
type Notice = 'locked' | 'changed';

/** What came of a passphrase. */
export type PassphraseOutcome =
  | { type: 'done' }
  | { type: 'wrong-passphrase' }
  /** Asked too soon after a wrong one. */
  | { type: 'wait' }
  | { type: 'failed'; error: AppError };

/** After the first wrong passphrase, doubled with each. Slows down fingers; what slows down programs is the key derivation. Milliseconds. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

export interface VaultOptions {
  store: VaultStore;
  drafts: DraftPrivacy;
  /** Reaches the other tabs, or null where the browser has no such thing. */
  channel: BroadcastChannel | null;
}

/** The lock of the stored conversations, in this tab. */
export class Vault {
  readonly #store: VaultStore;
  readonly #drafts: DraftPrivacy;
  readonly #channel: BroadcastChannel | null;
  /** `unknown` until the store was asked. */
  #status = $state<VaultStatus | 'unknown'>('unknown');
  #wrongCount = 0;
  #isWaiting = $state(false);

  /** Everything of a conversation leaves the screen. */
  onLocked: () => void = () => undefined;
  /** Conversations can be read again. */
  onOpened: () => Promise<void> = () => Promise.resolve();

  constructor({ store, drafts, channel }: VaultOptions) {
    this.#store = store;
    this.#drafts = drafts;
    this.#channel = channel;
    channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (data === 'locked') this.#forgetKey();
      else if (data === 'changed') void this.refresh();
    });
  }

  /** Whether conversations are encrypted. */
  get isOn(): boolean {
    return this.#status === 'locked' || this.#status === 'unlocked';
  }

  get isLocked(): boolean {
    return this.#status === 'locked';
  }

  /** Whether another passphrase must wait because the last one was wrong. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  /** Asks the store how things are: at the start, and when another tab may have changed them. */
  async refresh(): Promise<void> {
    const status = await this.#store.readStatus();
    // what is wrong is said above the chat; what was known of the lock stays true as long as nobody knows better
    if (status.ok) await this.#become(status.value);
  }

  async turnOn(passphrase: string): Promise<Result<null>> {
    const turned = await this.#store.turnOn(passphrase);
    if (turned.ok) {
      await this.#become('unlocked');
      this.#tell('changed');
    }
    return turned;
  }

  async turnOff(passphrase: string): Promise<PassphraseOutcome> {
    return this.#try(() => this.#store.turnOff(passphrase), 'off');
  }

  async unlock(passphrase: string): Promise<PassphraseOutcome> {
    return this.#try(() => this.#store.unlock(passphrase), 'unlocked');
  }

  async changePassphrase(from: string, to: string): Promise<PassphraseOutcome> {
    return this.#try(() => this.#store.changePassphrase(from, to), 'unlocked');
  }

  /** Locks this tab and all others. */
  lock(): void {
    this.#forgetKey();
    this.#tell('locked');
  }

  /** Deletes all conversations and the lock: the only way on without the passphrase. Gives the ids of what was deleted. */
  async erase(): Promise<Result<readonly string[]>> {
    const erased = await this.#store.erase();
    if (erased.ok) {
      await this.#become('off');
      this.#tell('changed');
    }
    return erased;
  }

  async #try(
    ask: () => Promise<PassphraseResult>,
    status: VaultStatus,
  ): Promise<PassphraseOutcome> {
    if (this.#isWaiting) return { type: 'wait' };
    const result = await ask();
    if (!result.ok) {
      // another tab may have turned the lock off
      if (result.error.type === 'storage-locked') await this.refresh();
      return { type: 'failed', error: result.error };
    }
    if (result.value === 'wrong-passphrase') {
      this.#wait();
      return { type: 'wrong-passphrase' };
    }
    this.#wrongCount = 0;
    await this.#become(status);
    if (status === 'off') this.#tell('changed');
    return { type: 'done' };
  }

  #wait(): void {
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#wrongCount);
    this.#wrongCount += 1;
    this.#isWaiting = true;
    setTimeout(() => (this.#isWaiting = false), waitMs);
  }

  #forgetKey(): void {
    if (this.#status !== 'unlocked') return;
    this.#store.lock();
    void this.#become('locked');
  }

  async #become(status: VaultStatus): Promise<void> {
    const before = this.#status;
    this.#status = status;
    this.#drafts.setDraftsPrivate(status !== 'off');
    if (status === 'locked' && before !== 'locked') this.onLocked();
    if (status !== 'locked' && before === 'locked') await this.onOpened();
  }

  #tell(notice: Notice): void {
    this.#channel?.postMessage(notice);
  }
}
