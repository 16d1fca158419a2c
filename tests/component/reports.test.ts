import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Component } from 'svelte';
import type { Message } from '../../src/domain/conversation.ts';
import { err } from '../../src/domain/result.ts';
import { overwriteGetLocale } from '../../src/i18n/paraglide/runtime.js';
import { Reports, toReportSubject } from '../../src/state/reports.svelte.ts';
import { createReportStore } from '../../src/storage/reports/report-store.ts';
import { provideApp } from '../../src/ui/app-context.ts';
import Verdict from '../../src/ui/safety/Verdict.svelte';
import '../../src/ui/styles/base.css';
import { createFakeApp } from '../support/fake-app.ts';
import { fitsAndIsAccessible } from '../support/narrow-screen.ts';
import { BY, storedReports, SUBJECT, VERDICT } from '../support/reports.ts';

beforeEach(async () => {
  await deleteDB('mamori-reports');
});

afterEach(async () => {
  vi.restoreAllMocks();
  overwriteGetLocale(() => 'en');
  await page.viewport(1280, 800);
});

describe('a turn that was stopped', () => {
  async function showVerdict(more: Record<string, unknown> = {}) {
    const app = await createFakeApp();
    const store = createReportStore();
    const reports = new Reports(store);
    const WithApp: Component<Record<string, unknown>> = (anchor, props) => {
      provideApp(app);
      return (Verdict as Component<Record<string, unknown>>)(anchor, props);
    };
    const report = { reports, subject: SUBJECT };
    const screen = await render(WithApp, { verdict: VERDICT, report, ...more });
    return { screen, reports, store };
  }

  const WRONG = { name: 'This was wrongly blocked' };
  const DONE = { name: 'Reported · Undo' };

  test('is reported without its text unless the person wants it kept', async () => {
    const { screen } = await showVerdict();
    await screen.getByRole('button', WRONG).click();
    const keep = screen.getByRole('checkbox', { name: 'Keep the text with the report' });
    await expect.element(keep).not.toBeChecked();
    await screen.getByLabelText('Comment (optional)').fill('  It was about cooking.  ');
    await screen.getByRole('button', { name: 'Save report' }).click();
    await expect.element(screen.getByRole('button', DONE)).toHaveFocus();
    await expect.element(screen.getByRole('status')).toHaveTextContent('saved on this device');
    const stored = await storedReports();
    expect(stored).toEqual([
      {
        schemaVersion: 1,
        messageId: 'm1',
        conversationId: 'c1',
        time: expect.any(Number) as number,
        verdict: {
          policyName: 'School',
          policyHash: VERDICT.policyHash,
          level: 'strict',
          by: BY,
          decisions: [BY],
        },
        comment: 'It was about cooking.',
        text: null,
      },
    ]);
    expect(JSON.stringify(stored)).not.toMatch(/eggs|a@b\.c/u);
  });

  test('is reported with its text if the person wants that', async () => {
    const { screen } = await showVerdict();
    await screen.getByRole('button', WRONG).click();
    await screen.getByRole('checkbox').click();
    await screen.getByRole('button', { name: 'Save report' }).click();
    await expect.element(screen.getByRole('button', DONE)).toBeVisible();
    expect(await storedReports()).toMatchObject([{ comment: '', text: 'How do I crack eggs?' }]);
  });

  test('can be reported by keyboard alone, and the report undone', async () => {
    const { screen } = await showVerdict();
    screen.getByRole('button', WRONG).element().focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(screen.getByRole('textbox')).toHaveFocus();
    await userEvent.keyboard('Wrong{Tab}{Tab}{Tab}{Enter}');
    await expect.element(screen.getByRole('button', DONE)).toHaveFocus();
    expect(await storedReports()).toMatchObject([{ comment: 'Wrong', text: null }]);
    await userEvent.keyboard('{Enter}');
    await expect.element(screen.getByRole('button', WRONG)).toHaveFocus();
    await expect.element(screen.getByRole('status')).toHaveTextContent('The report was deleted.');
    expect(await storedReports()).toEqual([]);
  });

  test('is not reported when the form is left', async () => {
    const { screen } = await showVerdict();
    const button = screen.getByRole('button', WRONG);
    await button.click();
    await expect.element(button).toHaveAttribute('aria-expanded', 'true');
    await userEvent.keyboard('never mind{Escape}');
    await expect.element(button).toHaveFocus();
    await expect.element(button).toHaveAttribute('aria-expanded', 'false');
    await button.click();
    await screen.getByRole('button', { name: 'Cancel' }).click();
    await expect.element(screen.getByRole('textbox')).not.toBeInTheDocument();
    expect(await storedReports()).toEqual([]);
  });

  test('takes a comment of 1,000 characters and no more', async () => {
    const { screen, reports } = await showVerdict();
    await screen.getByRole('button', WRONG).click();
    const field = screen.getByRole('textbox');
    await expect.element(field).toHaveAttribute('maxlength', '1000');
    await expect.element(field).toHaveAccessibleDescription(/1,000/u);
    await reports.add(SUBJECT, { comment: 'x'.repeat(1_001), keepText: false });
    expect((await storedReports())?.[0]?.comment).toHaveLength(1_000);
  });

  test('says when the report could not be saved, and keeps what was written', async () => {
    const onaction = vi.fn();
    const { screen, store } = await showVerdict({ onaction });
    const put = vi.spyOn(store, 'put').mockResolvedValueOnce(err({ type: 'unknown', detail: '' }));
    await screen.getByRole('button', WRONG).click();
    await screen.getByRole('textbox').fill('Wrong');
    await screen.getByRole('button', { name: 'Save report' }).click();
    await expect.element(screen.getByRole('alert')).toBeVisible();
    put.mockResolvedValueOnce(err({ type: 'quota-exceeded', neededBytes: null }));
    await screen.getByRole('button', { name: 'Try again' }).click();
    await screen.getByRole('button', { name: 'Free space' }).click();
    expect(onaction).toHaveBeenCalledWith('manage-models');
    await screen.getByRole('button', { name: 'Save report' }).click();
    await expect.element(screen.getByRole('button', DONE)).toBeVisible();
    expect(await storedReports()).toMatchObject([{ comment: 'Wrong' }]);
  });

  test('still says “Reported” where undoing failed', async () => {
    const { screen, reports, store } = await showVerdict();
    await reports.add(SUBJECT, { comment: '', keepText: false });
    vi.spyOn(store, 'remove').mockResolvedValue(err({ type: 'unknown', detail: '' }));
    await screen.getByRole('button', DONE).click();
    await expect.element(screen.getByRole('alert')).toBeVisible();
    await expect.element(screen.getByRole('button', DONE)).toBeVisible();
  });

  test('is shown as reported after the page was loaded again', async () => {
    await new Reports(createReportStore()).add(SUBJECT, { comment: '', keepText: false });
    const { screen } = await showVerdict();
    await expect.element(screen.getByRole('button', DONE)).toBeVisible();
  });

  test('cannot be reported where nobody gave the means', async () => {
    const { screen } = await showVerdict({ report: null });
    await screen.getByRole('button', { name: 'Why?' }).click();
    await expect.element(screen.getByText(/Policy “School”, level Strict/u)).toBeVisible();
    await expect.element(screen.getByRole('button', WRONG)).not.toBeInTheDocument();
  });

  test.each(['en', 'ja', 'ko', 'zh'] as const)(
    'has a form that fits a narrow screen and is accessible, in %s',
    async (language) => {
      await page.viewport(390, 844);
      overwriteGetLocale(() => language);
      const { screen } = await showVerdict();
      await screen.getByRole('button').nth(1).click();
      await expect.element(screen.getByRole('textbox')).toBeVisible();
      await fitsAndIsAccessible(screen.container);
    },
  );
});

describe('what can be reported', () => {
  const message: Message = {
    id: 'm1',
    conversationId: 'c1',
    parentId: 'q1',
    role: 'assistant',
    text: '',
    status: 'blocked',
    modelId: null,
    usage: null,
    droppedMessages: 0,
    verdict: VERDICT,
    createdAt: 0,
  };
  const question: Message = { ...message, id: 'q1', role: 'user', text: 'A question.' };

  test('is the question and what was shown of the reply', () => {
    expect(toReportSubject(message, question)).toMatchObject({ text: 'A question.' });
    expect(toReportSubject({ ...message, text: 'Begun' }, question)).toEqual({
      conversationId: 'c1',
      messageId: 'm1',
      verdict: VERDICT,
      text: 'A question.\n\nBegun',
    });
    expect(toReportSubject({ ...message, text: 'Begun' }, null)).toMatchObject({ text: 'Begun' });
  });

  test('is nothing in a turn that went through', () => {
    expect(toReportSubject({ ...message, status: 'complete' }, question)).toBeNull();
  });
});

test('a report that comes after its conversation was deleted keeps no text', async () => {
  const reports = new Reports(createReportStore());
  await reports.add(SUBJECT, { comment: 'Wrong', keepText: true });
  expect(reports.rows).toMatchObject([{ text: SUBJECT.text }]);
  await reports.eraseConversation('c1');
  expect(reports.rows).toMatchObject([{ text: null, comment: 'Wrong' }]);
  await reports.add(SUBJECT, { comment: '', keepText: true });
  expect([reports.rows, reports.problem]).toMatchObject([[{ text: null }], null]);
});
