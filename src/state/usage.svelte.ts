import { formatCalendarDay } from '../domain/calendar-day.ts';
import type { AppError } from '../domain/app-error.ts';
import type { Result } from '../domain/result.ts';
import type { VerdictDecision } from '../domain/verdict.ts';
import { STRENGTHS } from '../safety/policy/names.ts';
import {
  createCounts,
  USAGE_KINDS,
  type UsageCounts,
  type UsageKind,
} from '../storage/usage/usage-counts.ts';
import type { UsageRow, UsageStore } from '../storage/usage/usage-store.ts';

export type { UsageCounts, UsageKind };

/** How long figures are kept. */
export const USAGE_DAYS = 90;
/** How many of them "lately" is, today included. */
export const USAGE_RECENT_DAYS = 7;

/** What was counted at one level, or at all of them. */
export interface UsageFigures {
  /** Null where the levels are taken together. */
  level: string | null;
  recent: UsageCounts;
  total: UsageCounts;
}

export interface UsageParts {
  store: UsageStore;
  /** The level in force. */
  level: () => string;
  now?: () => Date;
}

/** What a judged question or reply is counted as. */
export function toUsageKinds(
  side: VerdictDecision['side'],
  judged: { decisions: readonly VerdictDecision[]; by: VerdictDecision | null },
): readonly UsageKind[] {
  const own = judged.decisions.filter((decision) => decision.side === side);
  const isPrompt = side === 'prompt';
  const kinds: UsageKind[] = [isPrompt ? 'question' : 'reply'];
  if (judged.by?.side === side) kinds.push(isPrompt ? 'blocked-question' : 'blocked-reply');
  if (own.some(({ action }) => action === 'mask')) kinds.push('masked-text');
  if (own.some(({ cause }) => cause.type === 'classifier-unavailable')) {
    kinds.push('classifier-unavailable');
  }
  return kinds;
}

/**
 * Counts what passes through the safety layer, by day and level: numbers only, on this device only. What fails is kept as
 * `problem` and never thrown; what could not be stored is not counted.
 */
export class Usage {
  readonly #parts: UsageParts;
  #figures = $state.raw<readonly UsageFigures[] | null>(null);
  #readings = 0;
  #problem = $state.raw<AppError | null>(null);

  constructor(parts: UsageParts) {
    this.#parts = parts;
  }

  /** All levels together if there are several, then each; empty if nothing was counted, null before `read`. */
  get figures(): readonly UsageFigures[] | null {
    return this.#figures;
  }

  /** Why the latest counting, reading or deleting failed, or null. */
  get problem(): AppError | null {
    return this.#problem;
  }

  /** Adds one to each of `kinds`, today, at the level in force. */
  async count(...kinds: readonly UsageKind[]): Promise<void> {
    if (kinds.length === 0) return;
    const now = this.#now();
    const at = { day: dayBefore(now, 0), level: this.#parts.level(), since: firstDay(now) };
    this.#note(await this.#parts.store.add(at, kinds));
  }

  /** Reads the figures, and deletes those that are too old. */
  async read(): Promise<void> {
    const reading = (this.#readings += 1);
    const now = this.#now();
    const rows = await this.#parts.store.read(firstDay(now));
    // an older reading may show what was deleted since
    if (reading !== this.#readings) return;
    this.#note(rows);
    if (rows.ok) this.#figures = summarise(rows.value, dayBefore(now, USAGE_RECENT_DAYS - 1));
  }

  /** Deletes all figures. */
  async clear(): Promise<void> {
    const cleared = await this.#parts.store.clear();
    if (cleared.ok) await this.read();
    else this.#note(cleared);
  }

  #now(): Date {
    return this.#parts.now?.() ?? new Date();
  }

  #note(result: Result<unknown>): void {
    this.#problem = result.ok ? null : result.error;
  }
}

function summarise(rows: readonly UsageRow[], recentSince: string): readonly UsageFigures[] {
  const counted = new Set(rows.map(({ level }) => level));
  const levels = [...STRENGTHS.filter((level) => counted.has(level))];
  const names = levels.length > 1 ? [null, ...levels] : levels;
  return names.map((level) => {
    const own = level === null ? rows : rows.filter((row) => row.level === level);
    const recent = own.filter(({ day }) => day >= recentSince);
    return { level, recent: sum(recent), total: sum(own) };
  });
}

function sum(rows: readonly UsageRow[]): UsageCounts {
  const total = createCounts();
  for (const { counts } of rows) for (const kind of USAGE_KINDS) total[kind] += counts[kind];
  return total;
}

/** The first day that is still kept. */
function firstDay(now: Date): string {
  return dayBefore(now, USAGE_DAYS - 1);
}

/** "2026-11-25": a day of the person's calendar, `days` before today. */
function dayBefore(now: Date, days: number): string {
  // by calendar and not by hours: a day on which the clocks change has 23 or 25
  const date = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
  return formatCalendarDay(date);
}
