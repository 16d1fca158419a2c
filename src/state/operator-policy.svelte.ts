import type { OperatorPolicyState } from '../domain/operator-policy.ts';
import type { Downloader } from '../engine/downloader.ts';
import type { JsonObject } from '../safety/policy/merge.ts';
import type { Domain, Strength } from '../safety/policy/names.ts';
import type { Policy } from '../safety/index.ts';
import type { Preferences } from '../storage/preferences.ts';

/** Stands in the preferences for a site that has said that it has no policy. */
const NONE = 'none';

/** A policy document of the deployer's, ready to be laid over any level. */
export interface OperatorDocument {
  policy: Policy;
  /** The same document at another level or in another domain, where it leaves that to the person. */
  at: (level: Strength, domain: Domain) => Policy;
}

/**
 * The policy that the deployer put beside `index.html`. It is read anew at every start; without a connection, the last one
 * that was read stays in force, so that going offline unlocks nothing.
 */
export class OperatorPolicy {
  readonly #downloader: Downloader;
  readonly #preferences: Preferences;
  #state = $state.raw<OperatorPolicyState>({ type: 'unknown' });
  #document = $state.raw<OperatorDocument | null>(null);

  constructor(downloader: Downloader, preferences: Preferences) {
    this.#downloader = downloader;
    this.#preferences = preferences;
  }

  get state(): OperatorPolicyState {
    return this.#state;
  }

  get document(): OperatorDocument | null {
    return this.#document;
  }

  /** Whether chat may begin: the deployer's wish is known and can be followed. */
  get isSettled(): boolean {
    return this.#state.type === 'none' || this.#state.type === 'in-force';
  }

  async start(): Promise<void> {
    const read = await this.#downloader.readPolicy(document.baseURI);
    const remembered = this.#preferences.read('operator-policy');
    if (!read.ok) {
      if (remembered === null) this.#state = { type: 'unreachable', error: read.error };
      else await this.#use(remembered === NONE ? null : remembered);
      return;
    }
    this.#preferences.write('operator-policy', read.value ?? NONE);
    await this.#use(read.value);
  }

  async #use(text: string | null): Promise<void> {
    if (text === null) {
      this.#document = null;
      this.#state = { type: 'none' };
      return;
    }
    // most sites have no policy of their own, and their visitors need not load what reads one
    const { checkPolicy, parsePolicy, layOver } = await import('../safety/policy/parse-policy.ts');
    const parsed = parsePolicy(text);
    if (!parsed.ok) {
      this.#document = null;
      this.#state = { type: 'invalid', faults: parsed.error };
      return;
    }
    const source = JSON.parse(text) as JsonObject;
    this.#document = {
      policy: parsed.value,
      at: (level, domain) => {
        const other = checkPolicy(layOver({ ...source, level, domain }, level, domain));
        return other.ok ? other.value : parsed.value;
      },
    };
    this.#state = { type: 'in-force' };
  }
}
