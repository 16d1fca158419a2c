import fc from 'fast-check';
import { admit, noteBlock } from '../../../../src/safety/limits/limits.ts';
import { mergeStates } from '../../../../src/safety/limits/merge-states.ts';
import {
  readState,
  type ClockTime,
  type LimitPolicy,
  type LimitState,
} from '../../../../src/safety/limits/state.ts';

export const NOON = Date.UTC(2026, 10, 25, 12);

/** Three messages in ten seconds; two blocks in twenty make thirty of cool-down. */
export const POLICY = {
  rateLimit: { messages: 3, perSeconds: 10 },
  coolDown: { blocks: 2, withinSeconds: 20, forSeconds: 30 },
} satisfies LimitPolicy;

/** In session `one`, so many seconds after its beginning. */
export function after(seconds: number, sessionId = 'one'): ClockTime {
  return { wallMs: NOON + seconds * 1000, monotonicMs: seconds * 1000, sessionId };
}

export function waitOf(state: LimitState, policy: LimitPolicy, time: ClockTime): number {
  const admission = admit(state, policy, time);
  return admission.allowed ? 0 : admission.waitMs;
}

export function sent(
  state: LimitState,
  policy: LimitPolicy,
  ...seconds: readonly number[]
): LimitState {
  return seconds.reduce((last, at) => admit(last, policy, after(at)).state, state);
}

export const nothing = readState(null, after(0));

export type Step =
  | { do: 'pass'; ms: number }
  | { do: 'set-clock'; byMs: number }
  | { do: 'reload'; tab: number }
  | { do: 'send' | 'block'; tab: number; isLate: boolean };

/** Something that happened, at true time. */
export interface Happening {
  type: 'admitted' | 'cool-down';
  sessionId: string;
  trueMs: number;
}

interface Tab {
  sessionId: string;
  startMs: number;
  /** What this tab stored last. */
  last: LimitState | null;
}

/** Some tabs on one device with one storage. Nobody but the world knows the true time. */
export class World {
  trueMs = 0;
  clockOffsetMs = NOON;
  readonly happenings: Happening[] = [];
  readonly tabs: Tab[];
  stored: LimitState | null = null;
  #storedBefore: LimitState | null = null;
  #sessions = 0;

  constructor(
    readonly policy: LimitPolicy = POLICY,
    tabs = 3,
  ) {
    this.tabs = Array.from({ length: tabs }, () => this.#open());
  }

  #open(): Tab {
    this.#sessions += 1;
    return { sessionId: `s${this.#sessions}`, startMs: this.trueMs - 1000, last: null };
  }

  tab(number: number): Tab {
    const tab = this.tabs[number % this.tabs.length];
    if (!tab) throw new Error('no tab');
    return tab;
  }

  timeOf(tab: Tab): ClockTime {
    return {
      wallMs: this.trueMs + this.clockOffsetMs,
      monotonicMs: this.trueMs - tab.startMs,
      sessionId: tab.sessionId,
    };
  }

  take(step: Step): void {
    switch (step.do) {
      case 'pass':
        this.trueMs += step.ms;
        break;
      case 'set-clock':
        this.clockOffsetMs += step.byMs;
        break;
      case 'reload':
        this.tabs[step.tab % this.tabs.length] = this.#open();
        break;
      case 'send':
        this.send(step.tab, step.isLate);
        break;
      case 'block':
        this.block(step.tab, step.isLate);
        break;
    }
  }

  /** One message; the milliseconds to wait, 0 if it was admitted. */
  send(number: number, isLate = false): number {
    const tab = this.tab(number);
    const admission = admit(this.#read(tab, isLate), this.policy, this.timeOf(tab));
    this.#write(tab, admission.state);
    if (admission.allowed) this.#note('admitted', tab);
    return admission.allowed ? 0 : admission.waitMs;
  }

  block(number: number, isLate = false): void {
    const tab = this.tab(number);
    const state = noteBlock(this.#read(tab, isLate), this.policy, this.timeOf(tab));
    this.#write(tab, state);
    if (state.coolDownFromMs === state.timeMs) this.#note('cool-down', tab);
  }

  #note(type: Happening['type'], { sessionId }: Tab): void {
    this.happenings.push({ type, sessionId, trueMs: this.trueMs });
  }

  /** What is stored, or what was until another tab wrote a moment ago, with what this tab knows itself. */
  #read(tab: Tab, isLate: boolean): LimitState {
    const state = readState(isLate ? this.#storedBefore : this.stored, this.timeOf(tab));
    return tab.last ? mergeStates(state, tab.last) : state;
  }

  #write(tab: Tab, state: LimitState): void {
    this.#storedBefore = this.stored;
    this.stored = JSON.parse(JSON.stringify(state)) as LimitState;
    tab.last = state;
  }
}

export function worldAfter(steps: readonly Step[]): World {
  const world = new World();
  for (const step of steps) world.take(step);
  return world;
}

const tab = fc.nat({ max: 2 });
const steps = (clock: fc.Arbitrary<number>, isLate: fc.Arbitrary<boolean>) =>
  fc
    .array(
      fc.oneof(
        {
          weight: 4,
          arbitrary: fc.record({ do: fc.constant('pass'), ms: fc.nat({ max: 9_000 }) }),
        },
        { weight: 6, arbitrary: fc.record({ do: fc.constant('send'), tab, isLate }) },
        { weight: 2, arbitrary: fc.record({ do: fc.constant('block'), tab, isLate }) },
        { weight: 1, arbitrary: fc.record({ do: fc.constant('reload'), tab }) },
        { weight: 2, arbitrary: fc.record({ do: fc.constant('set-clock'), byMs: clock }) },
      ) as fc.Arbitrary<Step>,
      // with its reloads no history has more sessions than are remembered
      { minLength: 1, maxLength: 40 },
    )
    .filter((taken) => taken.filter((step) => step.do === 'reload').length < 10);

export const DAY_MS = 86_400_000;

const jump = fc.oneof(
  // the same jump there and back, as somebody does who tries to get round a wait
  { weight: 3, arbitrary: fc.constantFrom(DAY_MS, -DAY_MS) },
  fc.integer({ min: -40_000, max: 40_000 }),
  fc.integer({ min: -1e11, max: 1e11 }),
);

/** Clocks that are set at will, tabs that overwrite each other. */
export const wildSteps = steps(jump, fc.boolean());
/** The clock is only ever set back, tabs take turns. */
export const backwardSteps = steps(
  jump.map((ms) => -Math.abs(ms)),
  fc.constant(false),
);
/** Nobody touches the clock, tabs take turns. */
export const honestSteps = steps(fc.constant(0), fc.constant(false));
