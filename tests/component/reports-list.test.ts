import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { err } from '../../src/domain/result.ts';
import { overwriteGetLocale } from '../../src/i18n/paraglide/runtime.js';
import { openAuditStore } from '../../src/state/audit-log.ts';
import { Audit } from '../../src/state/audit.svelte.ts';
import { Reports } from '../../src/state/reports.svelte.ts';
import { createReportStore } from '../../src/storage/reports/report-store.ts';
import AuditDialog from '../../src/ui/audit/AuditDialog.svelte';
import '../../src/ui/styles/base.css';
import { fitsAndIsAccessible } from '../support/narrow-screen.ts';
import { storedReports, SUBJECT } from '../support/reports.ts';

const NOON = new Date(2026, 10, 25, 12).getTime();

beforeEach(async () => {
  for (const name of ['audit', 'reports']) await deleteDB(`mamori-${name}`);
});

afterEach(async () => {
  vi.restoreAllMocks();
  overwriteGetLocale(() => 'en');
  await page.viewport(1280, 800);
});

describe('the reports in the audit log', () => {
  function openReports() {
    const store = createReportStore();
    const reports = new Reports(store);
    const show = (language = 'en') =>
      render(AuditDialog, {
        open: true,
        audit: new Audit(openAuditStore()),
        reports,
        language,
        onmodels: () => undefined,
      });
    return { store, reports, show };
  }

  async function report(reports: Reports): Promise<void> {
    const draft = { comment: 'It was about cooking.', keepText: true };
    await reports.add(SUBJECT, draft, NOON);
    const other = { ...SUBJECT, messageId: 'm2' };
    await reports.add(other, { comment: '', keepText: false }, NOON + 60_000);
  }

  test('list the reports with what was decided and what is kept', async () => {
    const { reports, show } = openReports();
    await report(reports);
    const screen = await show();
    await screen.getByText('Reports of wrong blocks: 2').click();
    const items = screen.getByRole('listitem');
    await expect.element(items.nth(1)).toHaveTextContent(/scored 0\.91 .* the limit is 0\.60/u);
    await expect.element(items.nth(1)).toHaveTextContent('It was about cooking.');
    await expect.element(items.nth(1)).toHaveTextContent('How do I crack eggs?');
    await expect.element(items.nth(0)).not.toHaveTextContent('Text kept');
  });

  test('delete a report when the person confirms it, and the focus stays near', async () => {
    const { reports, show } = openReports();
    await report(reports);
    const screen = await show();
    await screen.getByText('Reports of wrong blocks: 2').click();
    const remove = screen.getByRole('button', {
      name: /^Delete the report of Nov 25, 2026 12:01/u,
    });
    const confirm = vi.spyOn(window, 'confirm').mockReturnValue(false);
    await remove.click();
    expect(await storedReports()).toHaveLength(2);
    confirm.mockReturnValue(true);
    await remove.click();
    await expect.element(screen.getByText('Reports of wrong blocks: 1')).toBeVisible();
    expect(document.activeElement?.tagName).toBe('SUMMARY');
    expect(await storedReports()).toMatchObject([{ messageId: 'm1' }]);
  });

  test('save the reports as JSON Lines, oldest first', async () => {
    const { reports, show } = openReports();
    await report(reports);
    const blobs: Blob[] = [];
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      blobs.push(blob as Blob);
      return 'blob:saved';
    });
    const names: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      names.push(this.download);
    });
    const screen = await show();
    await screen.getByText('Reports of wrong blocks: 2').click();
    await screen.getByRole('button', { name: 'Save as JSON Lines' }).click();
    await expect.poll(() => names[0]).toMatch(/^mamori-reports-\d{4}-\d\d-\d\d\.jsonl$/u);
    const lines = (await blobs[0]?.text())?.trim().split('\n') ?? [];
    expect(lines.map((line) => JSON.parse(line) as unknown).reverse()).toEqual(
      await storedReports(),
    );
  });

  test('says that there is nothing yet', async () => {
    const { show } = openReports();
    const screen = await show();
    await screen.getByText('Reports of wrong blocks: 0').click();
    await expect.element(screen.getByText('Nothing has been reported yet.')).toBeVisible();
  });

  test('says that it cannot be read, with a way on', async () => {
    const { store, show } = openReports();
    const failed = err({ type: 'unknown', detail: 'a fault' } as const);
    vi.spyOn(store, 'readAll').mockResolvedValueOnce(failed);
    const screen = await show();
    await expect.element(screen.getByRole('alert')).toBeVisible();
    await screen.getByRole('button', { name: 'Try again' }).click();
    await expect.element(screen.getByRole('alert')).not.toBeInTheDocument();
    await expect.element(screen.getByText('Reports of wrong blocks: 0')).toBeVisible();
  });

  test('says that a report could not be deleted, also while it is folded', async () => {
    const { store, reports, show } = openReports();
    await report(reports);
    vi.spyOn(store, 'eraseConversation').mockResolvedValue(
      err({ type: 'quota-exceeded', neededBytes: null }),
    );
    await reports.eraseConversation('c1');
    const screen = await show();
    await expect.element(screen.getByRole('alert')).toHaveTextContent('no space left');
  });

  test.each(['en', 'ja', 'ko', 'zh'] as const)(
    'fits a narrow screen and is accessible, in %s',
    async (language) => {
      await page.viewport(390, 844);
      overwriteGetLocale(() => language);
      const { reports, show } = openReports();
      await report(reports);
      const screen = await show(language);
      await expect.element(screen.getByRole('heading', { level: 3 })).toHaveTextContent('2');
      await screen.getByRole('heading', { level: 3 }).click();
      await expect.element(screen.getByRole('listitem').first()).toBeVisible();
      await fitsAndIsAccessible(screen.getByRole('dialog').element());
    },
  );
});
