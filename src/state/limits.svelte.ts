import { admit, noteBlock, type Admission } from '../safety/limits/limits.ts';
import { mergeStates } from '../safety/limits/merge-states.ts';
import { observe } from '../safety/limits/observe.ts';
import {
  readState,
  type ClockTime,
  type LimitPolicy,
  type LimitState,
} from '../safety/limits/state.ts';
import type { LimitStore } from '../storage/limits/limit-store.ts';

/** How often what is left of a wait is said anew. Milliseconds. */
const TICK_MS = 1_000;

export type LimitReason = 'rate-limit' | 'cool-down';

/** Why and how long no message is taken. */
export interface Wait {
  reason: LimitReason;
  /** By the monotonic clock of the page, which nobody can set. */
  untilMs: number;
  /** What is left of it, above 0; brought up to date every second. */
  leftMs: number;
}

export type LimitAnswer =
  { allowed: true } | { allowed: false; reason: LimitReason; waitMs: number };

export interface LimitsParts {
  store: LimitStore;
  clock: () => ClockTime;
}

/** The clocks of this page; each page load is a session of its own. */
export function createPageClock(): () => ClockTime {
  const sessionId = crypto.randomUUID();
  return () => ({ wallMs: Date.now(), monotonicMs: performance.now(), sessionId });
}

/**
 * What the rate limit and the cool-down of the policy allow, shared by all tabs. Where nothing can be stored, this tab counts
 * in memory, and adds what it has counted once storing works again.
 */
export class Limits {
  readonly #parts: LimitsParts;
  #wait = $state.raw<Wait | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What this tab has seen last. */
  #last: LimitState | null = null;
  /** Whether all of that is stored. */
  #isStored = true;

  constructor(parts: LimitsParts) {
    this.#parts = parts;
  }

  /** The wait that this tab knows of, or null. It ends by itself. */
  get wait(): Wait | null {
    return this.#wait;
  }

  /** Asks for one message to be sent, and counts it if it may be. */
  async admit(policy: LimitPolicy): Promise<LimitAnswer> {
    const answer = await this.#change((state, time) => {
      const admission = admit(state, policy, time);
      return { state: admission.state, value: toAnswer(admission) };
    });
    this.#show(answer);
    return answer;
  }

  /** Counts one block; where that begins a cool-down, `wait` says so at once. */
  async noteBlock(policy: LimitPolicy): Promise<void> {
    await this.#look(policy, (state, time) => noteBlock(state, policy, time));
  }

  /**
   * Brings `wait` up to date without counting anything: when the page is opened, shown or hidden, and under another policy.
   * Time that no page saw pass is time by the clock of the device.
   */
  async refresh(policy: LimitPolicy): Promise<void> {
    await this.#look(policy, observe);
  }

  /** Stops the timer. */
  dispose(): void {
    clearTimeout(this.#timer);
  }

  async #look(
    policy: LimitPolicy,
    change: (state: LimitState, time: ClockTime) => LimitState,
  ): Promise<void> {
    const answer = await this.#change((before, time) => {
      const state = change(before, time);
      // asked without being counted: the state of this admission is not kept
      return { state, value: toAnswer(admit(state, policy, time)) };
    });
    this.#show(answer);
  }

  async #change<T>(
    change: (state: LimitState, time: ClockTime) => { state: LimitState; value: T },
  ): Promise<T> {
    const run = (stored: unknown): { state: LimitState; value: T } => {
      // read here and not earlier, since another tab may have held the storage for a while
      const time = this.#parts.clock();
      const state = readState(stored, time);
      const known = this.#isStored || !this.#last ? state : mergeStates(state, this.#last);
      return change(known, time);
    };
    const stored = await this.#parts.store.update((before) => {
      const { state, value } = run(before);
      return { state, value: { state, value } };
    });
    const { state, value } = stored.ok ? stored.value : run(this.#last);
    this.#isStored = stored.ok;
    this.#last = state;
    return value;
  }

  #show(answer: LimitAnswer): void {
    clearTimeout(this.#timer);
    if (answer.allowed) {
      this.#wait = null;
      return;
    }
    const { reason, waitMs } = answer;
    this.#countDown(reason, this.#parts.clock().monotonicMs + waitMs);
  }

  #countDown(reason: LimitReason, untilMs: number): void {
    const leftMs = untilMs - this.#parts.clock().monotonicMs;
    this.#wait = leftMs > 0 ? { reason, untilMs, leftMs } : null;
    if (leftMs <= 0) return;
    // whole seconds are left after each tick
    const next = leftMs % TICK_MS || TICK_MS;
    this.#timer = setTimeout(() => this.#countDown(reason, untilMs), next);
  }
}

function toAnswer(admission: Admission): LimitAnswer {
  if (admission.allowed) return { allowed: true };
  return { allowed: false, reason: admission.reason, waitMs: admission.waitMs };
}
