import { deleteDB, openDB } from 'idb';
import { beforeEach, describe, expect, test } from 'vitest';
import { createReportStore, type ReportStore } from '../../src/storage/reports/report-store.ts';
import type { Report } from '../../src/storage/reports/report.ts';
import { freshenStorage, REFUSED, refuseStorage } from '../support/fresh-storage.ts';

beforeEach(() => {
  freshenStorage();
});

const DONE = { ok: true, value: null };

describe('reports', () => {
  function reportOf(messageId: string, more: Partial<Report> = {}): Report {
    const by = {
      side: 'prompt',
      action: 'block',
      cause: { type: 'category', category: 'cyber', score: 0.9, threshold: 0.6 },
    } as const;
    const masked = {
      side: 'prompt',
      action: 'mask',
      cause: { type: 'personal-data', entity: 'email', count: 1 },
    } as const;
    return {
      schemaVersion: 1,
      messageId,
      conversationId: 'c1',
      time: 1_000,
      verdict: {
        policyName: 'School',
        policyHash: 'ab'.repeat(32),
        level: 'strict',
        by,
        decisions: [by, masked],
      },
      comment: 'It was about cooking.',
      text: `text of ${messageId}`,
      ...more,
    };
  }

  async function rawRecords(): Promise<string> {
    const raw = await openDB('mamori-reports');
    const records = JSON.stringify(await raw.getAll('reports'));
    raw.close();
    return records;
  }

  async function idsIn(store: ReportStore): Promise<string[]> {
    const all = await store.readAll();
    return all.ok ? all.value.map(({ messageId }) => messageId) : [];
  }

  test('are read as they were written, newest first', async () => {
    const store = createReportStore();
    const reports = [
      reportOf('old'),
      reportOf('new', {
        time: 2_000,
        text: null,
        verdict: {
          ...reportOf('').verdict,
          by: {
            side: 'response',
            action: 'replace',
            cause: { type: 'rule', ruleId: 'no-dosages' },
          },
          decisions: [
            { side: 'response', action: 'block', cause: { type: 'classifier-unavailable' } },
          ],
        },
      }),
    ];
    for (const report of reports) expect(await store.put(report)).toEqual(DONE);
    expect(await createReportStore().readAll()).toEqual({ ok: true, value: reports.reverse() });
  });

  test('a turn has one report, whichever tab wrote it last', async () => {
    const tabs = [createReportStore(), createReportStore()] as const;
    await Promise.all([tabs[0].put(reportOf('m1')), tabs[1].put(reportOf('m2'))]);
    await tabs[1].put(reportOf('m1', { comment: 'Changed.' }));
    expect((await idsIn(tabs[0])).sort()).toEqual(['m1', 'm2']);
    expect(await rawRecords()).toContain('Changed.');
  });

  test('a removed report leaves nothing behind', async () => {
    const store = createReportStore();
    await store.put(reportOf('m1'));
    await store.put(reportOf('m2'));
    expect(await createReportStore().remove('m1')).toEqual(DONE);
    expect(await idsIn(store)).toEqual(['m2']);
    expect(await rawRecords()).not.toContain('text of m1');
  });

  test('erasing a conversation deletes the texts of its reports and nothing else', async () => {
    const store = createReportStore();
    await store.put(reportOf('m1'));
    await store.put(reportOf('m2'));
    await store.put(reportOf('m3', { conversationId: 'c2' }));
    expect(await store.eraseConversation('c1')).toEqual(DONE);
    const all = await store.readAll();
    expect(all).toMatchObject({ ok: true });
    expect(all.ok && all.value).toContainEqual(reportOf('m1', { text: null }));
    const records = await rawRecords();
    expect(records).not.toMatch(/text of m[12]/u);
    expect(records).toContain('text of m3');
    expect(await idsIn(store)).toHaveLength(3);
  });

  test('a damaged report is not shown, and its text is erased all the same', async () => {
    const store = createReportStore();
    await store.put(reportOf('m1'));
    const raw = await openDB('mamori-reports');
    await raw.put('reports', { messageId: 'm2', conversationId: 'c1', text: 'damaged text' });
    raw.close();
    expect(await idsIn(store)).toEqual(['m1']);
    await store.eraseConversation('c1');
    expect(await rawRecords()).not.toContain('damaged text');
  });

  test('a browser that refuses IndexedDB is an error value, not an exception', async () => {
    refuseStorage();
    const store = createReportStore();
    expect(await store.put(reportOf('m1'))).toMatchObject(REFUSED);
    expect(await store.remove('m1')).toMatchObject(REFUSED);
    expect(await store.readAll()).toMatchObject(REFUSED);
    expect(await store.eraseConversation('c1')).toMatchObject(REFUSED);
  });

  test('a store whose database was deleted under the open page begins anew', async () => {
    const store = createReportStore();
    await store.put(reportOf('m1'));
    await deleteDB('mamori-reports');
    await store.put(reportOf('m2'));
    expect(await idsIn(store)).toEqual(['m2']);
  });
});
