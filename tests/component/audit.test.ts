import axe from 'axe-core';
import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { err, ok } from '../../src/domain/result.ts';
import { overwriteGetLocale } from '../../src/i18n/paraglide/runtime.js';
import type { AuditEvent } from '../../src/safety/audit/entry.ts';
import type { ClockTime, LimitPolicy } from '../../src/safety/limits/state.ts';
import { openAuditStore } from '../../src/state/audit-log.ts';
import { Audit } from '../../src/state/audit.svelte.ts';
import { Limits } from '../../src/state/limits.svelte.ts';
import type { LimitStore } from '../../src/storage/limits/limit-store.ts';
import AuditDialog from '../../src/ui/audit/AuditDialog.svelte';
import '../../src/ui/styles/base.css';

const NOON = new Date(2026, 10, 25, 12).getTime();

function eventAt(minute: number, more: Partial<AuditEvent> = {}): AuditEvent {
  return {
    time: NOON + minute * 60_000,
    stage: 'input',
    cause: { type: 'category', category: 'violence_weapons', score: 0.912, threshold: 0.6 },
    action: 'block',
    policyHash: 'abcdef'.repeat(10) + '0123',
    conversationId: 'c1',
    messageId: null,
    ...more,
  };
}

const EVENTS: readonly AuditEvent[] = [
  eventAt(0),
  eventAt(1, {
    stage: 'output',
    action: 'mask',
    cause: { type: 'personal-data', entity: 'jp_driver_licence', count: 2 },
  }),
  eventAt(2, { stage: 'output', action: 'replace', cause: { type: 'rule', id: 'no-dosages' } }),
  eventAt(3, { cause: { type: 'cool-down' } }),
  eventAt(4, { action: 'log', cause: { type: 'policy-changed' }, conversationId: null }),
];

async function openDialog(
  events: readonly AuditEvent[],
  store = openAuditStore(),
  language = 'en',
) {
  const audit = new Audit(store);
  for (const event of events) await audit.note(event, 'a secret text', false);
  const screen = await render(AuditDialog, {
    open: true,
    audit,
    language,
    onmodels: () => undefined,
  });
  return { audit, screen };
}

beforeEach(async () => {
  await deleteDB('mamori-audit');
});

afterEach(async () => {
  vi.restoreAllMocks();
  overwriteGetLocale(() => 'en');
  await page.viewport(1280, 800);
});

describe('the audit log', () => {
  test('lists its entries in words, newest first, and nothing of a text', async () => {
    const { screen } = await openDialog(EVENTS);
    const rows = screen.getByRole('row');
    await expect.element(rows.nth(5)).toBeVisible();
    await expect.element(screen.getByRole('table', { name: /Newest first/u })).toBeVisible();
    const texts = rows.elements().map((row) => row.textContent.replaceAll(/\s+/gu, ' '));
    expect(texts[1]).toContain('This policy came into force');
    expect(texts[1]).not.toContain('Question');
    expect(texts[2]).toContain('Question Pause after several blocks');
    expect(texts[3]).toContain('Reply Rule “no-dosages”');
    expect(texts[4]).toContain('Reply Personal data: driver licence (Japan), 2 found');
    expect(texts[5]).toMatch(/^ ?0 ?Nov 25, 2026 12:00:00 PM ?Question/u);
    expect(texts[5]).toContain('Violence and weapons: score 0.91, limit 0.60');
    expect(texts[5]).toContain('Policy fingerprint abcdefabcdef');
    expect(texts[5]).toContain('Blocked');
    expect(document.body.textContent).not.toContain('a secret text');
  });

  test('says that nothing was logged yet', async () => {
    const { screen } = await openDialog([]);
    await expect.element(screen.getByText('Nothing has been logged yet.')).toBeVisible();
    await expect.element(screen.getByRole('button', { name: 'Export' })).toBeDisabled();
  });

  test('says in a status region that it is intact, and when the clock was set back', async () => {
    const { screen } = await openDialog([eventAt(5), eventAt(0)]);
    await screen.getByRole('button', { name: 'Verify' }).click();
    const status = screen.getByRole('status').first();
    await expect.element(status).toHaveTextContent('Intact: every entry follows');
    await expect.element(status).toHaveTextContent('Entries checked: 2.');
    await expect.element(status).toHaveTextContent('set back before entry 1');
  });

  test('says at which entry it is broken, and how', async () => {
    const { screen, audit } = await openDialog(EVENTS);
    const raw = await openDB('mamori-audit');
    await raw.delete('entries', 2);
    const verify = screen.getByRole('button', { name: 'Verify' });
    await verify.click();
    const status = screen.getByRole('status').first();
    await expect
      .element(status)
      .toHaveTextContent('Broken. Entry 2 is missing: entry 3 stands in its place.');
    await raw.put('entries', { record: { index: 2 }, hash: '' });
    raw.close();
    await verify.click();
    await expect.element(status).toHaveTextContent('it is line 3 of the export');
    await audit.readFirst();
    await expect.element(screen.getByText('This entry is damaged')).toBeVisible();
  });

  test('shows more on demand, and the focus stays where the keyboard goes on', async () => {
    const events = Array.from({ length: 53 }, (_, minute) => eventAt(minute));
    const { screen } = await openDialog(events);
    await expect.element(screen.getByText('Entries shown: 50')).toBeVisible();
    await screen.getByRole('button', { name: 'Show more' }).click();
    await expect.element(screen.getByText('Entries shown: 53')).toBeVisible();
    await expect.element(screen.getByRole('button', { name: 'Show more' })).not.toBeInTheDocument();
    await expect.element(screen.getByRole('region', { name: 'Entries' })).toHaveFocus();
  });

  test('is downloaded as JSON Lines, through an address that is given up', async () => {
    const { screen } = await openDialog(EVENTS);
    const blobs: Blob[] = [];
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      blobs.push(blob as Blob);
      return 'blob:saved';
    });
    const revoke = vi.spyOn(URL, 'revokeObjectURL').mockReturnValue();
    const names: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      names.push(this.download);
    });
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    await screen.getByRole('button', { name: 'Export' }).click();
    await expect.poll(() => names[0]).toMatch(/^mamori-audit-\d{4}-\d\d-\d\d\.jsonl$/u);
    const lines = (await blobs[0]?.text())?.trim().split('\n') ?? [];
    expect(lines.map((line) => (JSON.parse(line) as { record: AuditEvent }).record.time)).toEqual(
      EVENTS.map(({ time }) => time),
    );
    expect(revoke).not.toHaveBeenCalled();
    vi.runAllTimers();
    vi.useRealTimers();
    expect(revoke).toHaveBeenCalledWith('blob:saved');
  });

  test('says that it cannot be read, with a way on', async () => {
    const store = openAuditStore();
    const readPage = vi
      .spyOn(store, 'readPage')
      .mockResolvedValue(err({ type: 'quota-exceeded', neededBytes: null }));
    const onmodels = vi.fn();
    const audit = new Audit(store);
    const screen = await render(AuditDialog, { open: true, audit, language: 'en', onmodels });
    await expect.element(screen.getByRole('alert')).toHaveTextContent('no space left');
    await screen.getByRole('button', { name: 'Free space' }).click();
    expect([readPage.mock.calls.length, onmodels.mock.calls.length]).toEqual([1, 1]);
  });

  test.each(['en', 'ja', 'ko', 'zh'] as const)(
    'fits a narrow screen and is accessible, in %s',
    async (language) => {
      await page.viewport(390, 844);
      overwriteGetLocale(() => language);
      const { screen, audit } = await openDialog(EVENTS, openAuditStore(), language);
      await audit.verify();
      await expect.element(screen.getByRole('table')).toBeVisible();
      const dialog = screen.getByRole('dialog').element();
      for (const part of [dialog, ...dialog.querySelectorAll('.body, td, th')]) {
        expect(part.scrollWidth, part.textContent).toBeLessThanOrEqual(part.clientWidth);
      }
      const { violations } = await axe.run(dialog);
      expect(violations.map(({ id }) => id)).toEqual([]);
    },
  );
});

test('an entry that comes after its conversation was deleted keeps no text', async () => {
  const store = openAuditStore();
  const audit = new Audit(store);
  await audit.eraseConversation('c1');
  await audit.note(eventAt(0), 'a secret text', true);
  expect(audit.problem).toBeNull();
  expect(await store.readAll()).toMatchObject({ value: [{ sealed: null }] });
});

describe('the limits', () => {
  const policy: LimitPolicy = {
    rateLimit: { messages: 1, perSeconds: 10 },
    coolDown: { blocks: 1, withinSeconds: 10, forSeconds: 60 },
  };
  let nowMs = 0;
  const clock = (): ClockTime => ({ wallMs: NOON + nowMs, monotonicMs: nowMs, sessionId: 'one' });

  function createStore() {
    const kept: { state: unknown; isRefused: boolean } = { state: undefined, isRefused: false };
    const store: LimitStore = {
      update(change) {
        if (kept.isRefused) {
          return Promise.resolve(err({ type: 'storage-unavailable', detail: '' }));
        }
        const { state, value } = change(kept.state);
        kept.state = state;
        return Promise.resolve(ok(value));
      },
    };
    return { kept, store };
  }

  beforeEach(() => {
    nowMs = 0;
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  function pass(ms: number): void {
    nowMs += ms;
    vi.advanceTimersByTime(ms);
  }

  test('a refused message says how long to wait, second by second, with one timer', async () => {
    const limits = new Limits({ store: createStore().store, clock });
    expect(await limits.admit(policy)).toEqual({ allowed: true });
    nowMs = 500;
    await limits.admit(policy);
    expect(await limits.admit(policy)).toEqual({
      allowed: false,
      reason: 'rate-limit',
      waitMs: 9_500,
    });
    expect(limits.wait).toEqual({ reason: 'rate-limit', untilMs: 10_000, leftMs: 9_500 });
    pass(500);
    expect(limits.wait?.leftMs).toBe(9_000);
    pass(1_000);
    expect(limits.wait?.leftMs).toBe(8_000);
    expect(vi.getTimerCount()).toBe(1);
    pass(8_000);
    expect([limits.wait, vi.getTimerCount()]).toEqual([null, 0]);
  });

  test('a block that begins a cool-down says so at once, also after a reload', async () => {
    const { store } = createStore();
    const limits = new Limits({ store, clock });
    await limits.noteBlock(policy);
    expect(limits.wait).toMatchObject({ reason: 'cool-down', leftMs: 60_000 });
    limits.dispose();
    expect(vi.getTimerCount()).toBe(0);
    nowMs = 20_000;
    const reloaded = new Limits({ store, clock: () => ({ ...clock(), sessionId: 'two' }) });
    await reloaded.refresh(policy);
    expect(reloaded.wait).toMatchObject({ reason: 'cool-down', leftMs: 40_000 });
    reloaded.dispose();
  });

  test('a look at the limits counts nothing', async () => {
    const limits = new Limits({ store: createStore().store, clock });
    await limits.refresh(policy);
    await limits.refresh(policy);
    expect(await limits.admit(policy)).toEqual({ allowed: true });
  });

  test('where nothing can be stored they hold in memory, and are stored when that works again', async () => {
    const { kept, store } = createStore();
    kept.isRefused = true;
    const limits = new Limits({ store, clock });
    expect(await limits.admit(policy)).toEqual({ allowed: true });
    expect(await limits.admit(policy)).toMatchObject({ allowed: false });
    kept.isRefused = false;
    expect(await limits.admit(policy)).toMatchObject({ allowed: false });
    const other = new Limits({ store, clock: () => ({ ...clock(), sessionId: 'two' }) });
    expect(await other.admit(policy)).toMatchObject({ allowed: false });
    limits.dispose();
    other.dispose();
  });
});
