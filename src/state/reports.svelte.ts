import type { AppError } from '../domain/app-error.ts';
import type { Message } from '../domain/conversation.ts';
import type { Result } from '../domain/result.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { ReportStore } from '../storage/reports/report-store.ts';
import {
  MAX_COMMENT_LENGTH,
  REPORT_SCHEMA_VERSION,
  type Report,
} from '../storage/reports/report.ts';

export { MAX_COMMENT_LENGTH, type Report };

/** The turn that a report is about. */
export interface ReportSubject {
  conversationId: string;
  messageId: string;
  verdict: Verdict;
  /** What may be kept of it if the person wants that. */
  text: string;
}

/** What the person adds to a report. */
export interface ReportDraft {
  comment: string;
  keepText: boolean;
}

/**
 * What can be reported of a turn that was stopped, or null if it was not. Of a reply that was stopped the app holds only
 * what was shown, so its question goes along.
 */
export function toReportSubject(turn: Message, question: Message | null): ReportSubject | null {
  const { id, conversationId, verdict, text } = turn;
  if (turn.status !== 'blocked' || !verdict) return null;
  const texts = [question?.text ?? '', text].filter((part) => part !== '');
  return { conversationId, messageId: id, verdict, text: texts.join('\n\n') };
}

/**
 * Reports that something was wrongly blocked. They stay on this device. What fails is kept as `problem`, or returned where
 * the person waits for it, and never thrown.
 */
export class Reports {
  readonly #store: ReportStore;
  /** Conversations that were deleted: a report that comes late keeps nothing of them. */
  readonly #erased = new Set<string>();
  #rows = $state.raw<readonly Report[] | null>(null);
  #isStarted = false;
  #readings = 0;
  #writeProblem = $state.raw<AppError | null>(null);
  #readProblem = $state.raw<AppError | null>(null);
  readonly #reported = $derived(new Set(this.#rows?.map(({ messageId }) => messageId)));

  /** Why the latest write, or else the latest reading, failed; or null. */
  readonly problem = $derived(this.#writeProblem ?? this.#readProblem);

  constructor(store: ReportStore) {
    this.#store = store;
  }

  /** Newest first; null before they have been read. */
  get rows(): readonly Report[] | null {
    return this.#rows;
  }

  isReported(messageId: string): boolean {
    return this.#reported.has(messageId);
  }

  /** Reads the reports unless that was done before: for those who only want to know what is reported. */
  async start(): Promise<void> {
    if (this.#isStarted) return;
    this.#isStarted = true;
    await this.read();
  }

  /** Reads the reports, also those of other tabs. */
  async read(): Promise<void> {
    const reading = (this.#readings += 1);
    const all = await this.#store.readAll();
    // an older reading may lack what was written since
    if (reading !== this.#readings) return;
    this.#readProblem = all.ok ? null : all.error;
    if (all.ok) this.#rows = all.value;
  }

  /** Stores a report, in place of an earlier one of the same turn. Returns why that failed, or null. */
  async add(
    { conversationId, messageId, verdict, text }: ReportSubject,
    { comment, keepText }: ReportDraft,
    time = Date.now(),
  ): Promise<AppError | null> {
    const { policyName, policyHash, level, by, decisions } = verdict;
    const stored = await this.#store.put({
      schemaVersion: REPORT_SCHEMA_VERSION,
      messageId,
      conversationId,
      time,
      verdict: { policyName, policyHash, level, by, decisions: [...decisions] },
      comment: comment.trim().slice(0, MAX_COMMENT_LENGTH),
      text: keepText ? text : null,
    });
    const isLate = this.#erased.has(conversationId);
    const written =
      stored.ok && isLate ? await this.#store.eraseConversation(conversationId) : stored;
    return this.#noteWrite(written);
  }

  /** Deletes the report of a turn. Returns why that failed, or null. */
  async remove(messageId: string): Promise<AppError | null> {
    return this.#noteWrite(await this.#store.remove(messageId));
  }

  /** Deletes the texts that are kept of a conversation. */
  async eraseConversation(conversationId: string): Promise<void> {
    this.#erased.add(conversationId);
    await this.#noteWrite(await this.#store.eraseConversation(conversationId));
  }

  /** All reports as JSON Lines, oldest first; null if they cannot be read. */
  async exportText(): Promise<string | null> {
    const all = await this.#store.readAll();
    this.#readProblem = all.ok ? null : all.error;
    if (!all.ok) return null;
    return all.value
      .map((report) => `${JSON.stringify(report)}\n`)
      .reverse()
      .join('');
  }

  async #noteWrite(result: Result<unknown>): Promise<AppError | null> {
    this.#writeProblem = result.ok ? null : result.error;
    if (!result.ok) return result.error;
    await this.read();
    return null;
  }
}
