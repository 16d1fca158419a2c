import type { PolicyFault } from '../domain/operator-policy.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Policy } from '../safety/index.ts';
import type { Preferences } from '../storage/preferences.ts';
import type { PolicyChanges } from './policy-changes.ts';

type Tools = typeof import('./policy-changes.ts');
type Faults = readonly PolicyFault[];

/** Where the person's own changes stand. */
export type PersonPolicyState =
  | { type: 'none' }
  /** They are stored, and it is not yet known what they say. */
  | { type: 'unread' }
  /** What reads them could not be loaded. */
  | { type: 'unreadable'; detail: string }
  | { type: 'broken'; faults: Faults }
  | { type: 'read'; changes: PolicyChanges };

/**
 * The person's own changes of the policy, kept in the preferences. Code that checks a policy is large and most people have
 * no changes, so it is loaded only for those who have, or who make some.
 */
export class PersonPolicy {
  readonly #preferences: Preferences;
  #tools = $state.raw<Tools | null>(null);
  #state = $state.raw<PersonPolicyState>({ type: 'none' });

  constructor(preferences: Preferences) {
    this.#preferences = preferences;
    if (preferences.read('policy-changes') !== null) this.#state = { type: 'unread' };
  }

  get state(): PersonPolicyState {
    return this.#state;
  }

  /** Whether it is known what the person wants. */
  get isSettled(): boolean {
    return this.#state.type !== 'unread' && this.#state.type !== 'unreadable';
  }

  /** Reads what is stored. */
  async start(): Promise<void> {
    const stored = this.#preferences.read('policy-changes');
    if (stored === null) return;
    try {
      const read = (await this.load()).readChanges(stored);
      this.#state = read.ok
        ? { type: 'read', changes: read.value }
        : { type: 'broken', faults: read.error };
    } catch (thrown) {
      this.#state = { type: 'unreadable', detail: String(thrown) };
    }
  }

  /** What checks and compares policies. */
  async load(): Promise<Tools> {
    this.#tools ??= await import('./policy-changes.ts');
    return this.#tools;
  }

  /** `base` with the changes over it; the faults if they do not fit it. */
  layOver(base: Policy): Result<Policy, Faults> {
    if (this.#state.type === 'broken') return err(this.#state.faults);
    if (this.#state.type !== 'read' || !this.#tools) return ok(base);
    return this.#tools.layChangesOver(base, this.#state.changes);
  }

  /** Makes of `base` what `edited` is, so far as `base` allows it, or refuses and leaves everything as it was. */
  async write(base: Policy, edited: Policy): Promise<Result<null, Faults>> {
    const { findChanges, layChangesOver } = await this.load();
    const earlier = this.#state.type === 'read' ? this.#state.changes : null;
    const changes = findChanges(base, edited, earlier);
    if (changes === null) {
      this.reset();
      return ok(null);
    }
    const checked = layChangesOver(base, changes);
    if (!checked.ok) return checked;
    this.#state = { type: 'read', changes };
    this.#preferences.write('policy-changes', JSON.stringify(changes));
    return ok(null);
  }

  /** Forgets all changes. */
  reset(): void {
    this.#state = { type: 'none' };
    this.#preferences.write('policy-changes', '');
  }
}
