import type { AppError } from '../domain/app-error.ts';
import type { Result } from '../domain/result.ts';
import type { AuditEvent } from '../safety/audit/entry.ts';
import type { AuditStore } from '../storage/audit/audit-store.ts';
import type { AuditCheck, AuditRow } from './audit-log.ts';

/** Entries that are read at a time. */
const PAGE_LENGTH = 50;

/**
 * The audit log: written behind the chat, read by its dialog. What fails is kept as `problem` and never thrown; an entry that
 * could not be stored is lost.
 */
export class Audit {
  readonly #store: AuditStore<AuditEvent, AuditCheck>;
  /** Conversations that were deleted: an entry that comes late keeps nothing of them. */
  readonly #erased = new Set<string>();
  #rows = $state.raw<readonly AuditRow[] | null>(null);
  #before = $state.raw<number | null>(null);
  #readings = 0;
  #check = $state.raw<AuditCheck | null>(null);
  #writeProblem = $state.raw<AppError | null>(null);
  #readProblem = $state.raw<AppError | null>(null);

  /** Why the latest write, or else the latest reading, failed; or null. */
  readonly problem = $derived(this.#writeProblem ?? this.#readProblem);

  constructor(store: AuditStore<AuditEvent, AuditCheck>) {
    this.#store = store;
  }

  /** The entries that have been read, newest first; null before `readFirst`. */
  get rows(): readonly AuditRow[] | null {
    return this.#rows;
  }

  get hasMore(): boolean {
    return this.#before !== null;
  }

  /** What `verify` found, or null. */
  get check(): AuditCheck | null {
    return this.#check;
  }

  /** Adds one entry. `text` is what it happened to: its salted hash is stored, with `keepText` the text too. */
  async note(event: AuditEvent, text: string, keepText: boolean): Promise<void> {
    const appended = await this.#store.append(event, text, { keepText });
    const { conversationId } = event;
    const isLate = conversationId !== null && this.#erased.has(conversationId);
    const written =
      appended.ok && isLate ? await this.#store.eraseConversation(conversationId) : appended;
    this.#noteWrite(written);
  }

  /** Reads the newest entries, and forgets what was found before. */
  async readFirst(): Promise<void> {
    this.#check = null;
    await this.#read(null, []);
  }

  /** Reads the entries before those that have been read. */
  async readMore(): Promise<void> {
    if (this.#before !== null) await this.#read(this.#before, this.#rows ?? []);
  }

  /** Checks the whole log; the result is `check`. */
  async verify(): Promise<void> {
    const checked = await this.#store.verify();
    this.#check = checked.ok ? checked.value : null;
    this.#noteRead(checked);
  }

  /** The whole log as JSON Lines; null if it cannot be read. */
  async exportText(): Promise<string | null> {
    const exported = await this.#store.exportJsonLines();
    this.#noteRead(exported);
    return exported.ok ? exported.value : null;
  }

  /** Deletes what the log holds of the texts of a conversation. */
  async eraseConversation(conversationId: string): Promise<void> {
    this.#erased.add(conversationId);
    this.#noteWrite(await this.#store.eraseConversation(conversationId));
  }

  /** Deletes entries that are older than the policy keeps them. */
  async expire(retentionDays: number, nowMs = Date.now()): Promise<void> {
    this.#noteWrite(await this.#store.expire(retentionDays, nowMs));
  }

  async #read(before: number | null, rows: readonly AuditRow[]): Promise<void> {
    const reading = (this.#readings += 1);
    const [page, { readRow }] = await Promise.all([
      this.#store.readPage(PAGE_LENGTH, before),
      import('./audit-log.ts'),
    ]);
    // asked twice in a row, the same page would be shown twice
    if (reading !== this.#readings) return;
    this.#noteRead(page);
    if (!page.ok) return;
    this.#rows = [...rows, ...page.value.entries.map(readRow)];
    this.#before = page.value.before;
  }

  #noteWrite(result: Result<unknown>): void {
    this.#writeProblem = result.ok ? null : result.error;
  }

  #noteRead(result: Result<unknown>): void {
    this.#readProblem = result.ok ? null : result.error;
  }
}
