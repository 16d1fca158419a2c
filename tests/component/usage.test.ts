import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { err } from '../../src/domain/result.ts';
import { overwriteGetLocale } from '../../src/i18n/paraglide/runtime.js';
import { openAuditStore } from '../../src/state/audit-log.ts';
import { Audit } from '../../src/state/audit.svelte.ts';
import { Reports } from '../../src/state/reports.svelte.ts';
import { toUsageKinds, Usage } from '../../src/state/usage.svelte.ts';
import { createReportStore } from '../../src/storage/reports/report-store.ts';
import { createUsageStore } from '../../src/storage/usage/usage-store.ts';
import AuditDialog from '../../src/ui/audit/AuditDialog.svelte';
import '../../src/ui/styles/base.css';
import { fitsAndIsAccessible } from '../support/narrow-screen.ts';

const BLOCKED = {
  side: 'prompt',
  action: 'block',
  cause: { type: 'category', category: 'cyber', score: 0.91, threshold: 0.6 },
} as const;

const NOON = new Date(2026, 10, 25, 12);

beforeEach(async () => {
  for (const name of ['audit', 'reports', 'usage']) await deleteDB(`mamori-${name}`);
});

afterEach(async () => {
  vi.restoreAllMocks();
  overwriteGetLocale(() => 'en');
  await page.viewport(1280, 800);
});

describe('what is counted', () => {
  test('is each question and reply, and what the safety layer did with its own side', () => {
    expect(toUsageKinds('prompt', { decisions: [], by: null })).toEqual(['question']);
    const mask = {
      side: 'response',
      action: 'mask',
      cause: { type: 'personal-data', entity: 'email', count: 2 },
    } as const;
    const lost = {
      side: 'response',
      action: 'block',
      cause: { type: 'classifier-unavailable' },
    } as const;
    const judged = { decisions: [BLOCKED, mask, mask, lost], by: lost };
    expect(toUsageKinds('response', judged)).toEqual([
      'reply',
      'blocked-reply',
      'masked-text',
      'classifier-unavailable',
    ]);
    expect(toUsageKinds('prompt', judged)).toEqual(['question']);
    expect(toUsageKinds('prompt', { decisions: [BLOCKED], by: BLOCKED })).toEqual([
      'question',
      'blocked-question',
    ]);
  });

  test('belongs to the day of the person’s calendar, and is kept for 90 days', async () => {
    let now = new Date(2026, 7, 28, 23, 59);
    const usage = new Usage({ store: createUsageStore(), level: () => 'strict', now: () => now });
    await usage.count('question');
    now = new Date(2026, 10, 18, 23, 59);
    await usage.count('question');
    now = new Date(2026, 10, 19, 0, 0);
    await usage.count('question');
    now = new Date(2026, 10, 25, 23, 59);
    await usage.read();
    expect(usage.figures).toMatchObject([{ recent: { question: 1 }, total: { question: 3 } }]);
    now = new Date(2026, 10, 26, 0, 0);
    await usage.read();
    expect(usage.figures).toMatchObject([{ recent: { question: 0 }, total: { question: 2 } }]);
  });

  test('is lost where nothing can be stored, and that is a value, not an exception', async () => {
    const store = createUsageStore();
    vi.spyOn(store, 'add').mockResolvedValue(err({ type: 'storage-unavailable', detail: '' }));
    const usage = new Usage({ store, level: () => 'strict' });
    await usage.count('reply');
    expect(usage.problem).toMatchObject({ type: 'storage-unavailable' });
  });
});

describe('the figures in the audit log', () => {
  function openUsage() {
    const store = createUsageStore();
    let level = 'standard';
    const usage = new Usage({ store, level: () => level, now: () => NOON });
    const show = (language = 'en', more: { reports?: Reports } = {}) =>
      render(AuditDialog, {
        open: true,
        audit: new Audit(openAuditStore()),
        usage,
        language,
        onmodels: () => undefined,
        ...more,
      });
    const count = async (): Promise<void> => {
      for (let at = 0; at < 8; at += 1) await usage.count('question');
      await usage.count('blocked-question', 'masked-text');
      level = 'strict';
      await usage.count('question', 'blocked-question', 'classifier-unavailable');
    };
    return { store, usage, count, show };
  }

  const readRows = (table: HTMLTableElement): string[] =>
    [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent).join(' | '));

  test('are shown for the last days and in total, with the share that was blocked', async () => {
    const { count, show } = openUsage();
    await count();
    const screen = await show();
    await screen.getByText('Usage figures').click();
    const table = screen.getByRole('table', { name: /passed through the safety layer/u });
    await expect.element(table).toBeVisible();
    const rows = readRows(table.element() as HTMLTableElement);
    expect(rows.slice(0, 4)).toEqual([
      'Counted | Last 7 days | Total',
      'All levels',
      'Questions | 9 | 9',
      'Questions blocked or replaced | 2 (22.2%) | 2 (22.2%)',
    ]);
    expect(rows.slice(8, 11)).toEqual([
      'Level Standard',
      'Questions | 8 | 8',
      'Questions blocked or replaced | 1 (12.5%) | 1 (12.5%)',
    ]);
    expect(rows.slice(15)).toEqual([
      'Level Strict',
      'Questions | 1 | 1',
      'Questions blocked or replaced | 1 (100%) | 1 (100%)',
      'Replies | 0 | 0',
      'Replies blocked or replaced | 0 | 0',
      'Texts with masked data | 0 | 0',
      'Safety classifier unavailable | 1 | 1',
    ]);
  });

  test('are deleted when the person confirms it, and the focus stays near', async () => {
    const { count, show } = openUsage();
    await count();
    const screen = await show();
    await screen.getByText('Usage figures').click();
    const confirm = vi.spyOn(window, 'confirm').mockReturnValue(false);
    await screen.getByRole('button', { name: 'Delete figures' }).click();
    await expect.element(screen.getByRole('table')).toBeVisible();
    confirm.mockReturnValue(true);
    await screen.getByRole('button', { name: 'Delete figures' }).click();
    await expect.element(screen.getByText('Nothing has been counted yet.')).toBeVisible();
    expect(document.activeElement?.tagName).toBe('SUMMARY');
  });

  test('say that there is nothing yet', async () => {
    const screen = await openUsage().show();
    await screen.getByText('Usage figures').click();
    await expect.element(screen.getByText('Nothing has been counted yet.')).toBeVisible();
    await expect.element(screen.getByRole('table')).not.toBeInTheDocument();
  });

  test('cannot be read: that is said once for all sections, with a way on', async () => {
    const { store, show } = openUsage();
    const failed = err({ type: 'unknown', detail: 'a fault' } as const);
    const read = vi.spyOn(store, 'read').mockResolvedValueOnce(failed);
    const reportStore = createReportStore();
    vi.spyOn(reportStore, 'readAll').mockResolvedValue(failed);
    const reports = new Reports(reportStore);
    const screen = await show('en', { reports });
    await expect.poll(() => reports.problem).not.toBeNull();
    await expect.element(screen.getByRole('alert')).toBeVisible();
    await screen.getByRole('button', { name: 'Try again' }).click();
    expect(read).toHaveBeenCalledTimes(2);
  });

  test.each(['en', 'ja', 'ko', 'zh'] as const)(
    'fit a narrow screen and are accessible, in %s',
    async (language) => {
      await page.viewport(390, 844);
      overwriteGetLocale(() => language);
      const { count, show } = openUsage();
      await count();
      const screen = await show(language);
      await screen.getByRole('heading', { level: 3 }).click();
      await expect.element(screen.getByRole('table')).toBeVisible();
      await fitsAndIsAccessible(screen.getByRole('dialog').element());
    },
  );
});
