import { afterEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { err, ok } from '../../src/domain/result.ts';
import type { DownloadActivity } from '../../src/domain/install-state.ts';
import { overwriteGetLocale } from '../../src/i18n/paraglide/runtime.js';
import {
  createModel,
  MODEL,
  openModelsDialog,
  recordOf,
  type FakeDownloader,
} from '../support/models-dialog.ts';

afterEach(async () => {
  vi.restoreAllMocks();
  overwriteGetLocale(() => 'en');
  await page.viewport(1280, 800);
});

/** A download that says what it does and ends only when it is stopped. */
function hangIn(state: DownloadActivity, totalBytes: number | null = 20): Partial<FakeDownloader> {
  return {
    download: (_id, _files, onProgress, signal) => {
      onProgress({ receivedBytes: 5, totalBytes, state });
      return new Promise((resolve) =>
        signal.addEventListener('abort', () => resolve(err({ type: 'aborted' }))),
      );
    },
  };
}

describe('a known model', () => {
  test('says what is known of it, and leaves out what is not', async () => {
    const bare = createModel('bare', {
      parameters: null,
      licence: null,
      languages: [],
      sizeBytes: null,
      files: [{ path: 'b', url: '', sizeBytes: null, sha256: null }],
      origin: { type: 'address', folderUrl: 'https://host.example/models/bare/', revision: null },
      alignment: 'uncensored',
    });
    const { screen } = await openModelsDialog({ records: [recordOf(bare, { completedAt: null })] });
    const own = screen.getByRole('listitem', { name: MODEL.name });
    await expect.element(own).toHaveTextContent('10 byte · 1M parameters · Apache-2.0 · English');
    await expect.element(own).toHaveTextContent('From this site · hashes pinned by this site');
    const other = screen.getByRole('listitem', { name: bare.name });
    await expect.element(other).toHaveTextContent('From host.example · trusted on first use');
    await expect.element(other).not.toHaveTextContent('parameters');
    await other.getByText('Uncensored').click();
    await expect.element(other.getByText(/Standard or Strict is advised/u)).toBeVisible();
  });

  test('that is deleted can be brought back, and the focus stays at the way back', async () => {
    const { models, screen } = await openModelsDialog();
    const row = screen.getByRole('listitem', { name: MODEL.name });
    await row.getByRole('button', { name: 'Delete' }).click();
    await expect.element(row).toHaveTextContent('Test Model will be deleted.');
    const undo = row.getByRole('button', { name: 'Undo' });
    await expect.element(undo).toHaveFocus();
    await undo.click();
    expect(models.isLeaving(MODEL.id)).toBe(false);
    await expect.element(row.getByRole('button', { name: 'Load' })).toHaveFocus();
    await expect.element(row).toHaveTextContent('Downloaded and checked');
  });

  test('of which the browser has removed files is repaired', async () => {
    const download = vi.fn<FakeDownloader['download']>(() => Promise.resolve(ok([])));
    const { screen } = await openModelsDialog({
      stored: [],
      records: [recordOf(MODEL)],
      downloader: { download },
    });
    const row = screen.getByRole('listitem', { name: MODEL.name });
    await expect.element(row).toHaveTextContent('the browser has removed some');
    await row.getByRole('button', { name: 'Repair' }).click();
    await expect.poll(() => download.mock.calls.length).toBe(1);
  });

  test('says while it is downloaded how much of it is there, and is paused', async () => {
    const { screen } = await openModelsDialog({
      stored: [],
      downloader: hangIn({ type: 'fetching' }),
    });
    const row = screen.getByRole('listitem', { name: MODEL.name });
    await row.getByRole('button', { name: 'Download' }).click();
    const bar = row.getByRole('progressbar', { name: 'Downloading Test Model' });
    await expect.element(bar).toHaveAttribute('aria-valuenow', '25');
    const pause = row.getByRole('button', { name: 'Pause' });
    await expect.element(pause).toHaveFocus();
    await pause.click();
    await expect.element(row).toHaveTextContent('Not downloaded');
  });

  test('of unknown size has a bar without a value', async () => {
    const { screen } = await openModelsDialog({
      stored: [],
      downloader: hangIn({ type: 'fetching' }, null),
    });
    const row = screen.getByRole('listitem', { name: MODEL.name });
    await row.getByRole('button', { name: 'Download' }).click();
    const bar = screen.getByRole('progressbar');
    await expect.element(bar).not.toHaveAttribute('aria-valuenow');
    await expect.element(bar).toHaveAttribute('aria-valuetext', '5 byte');
  });

  test.each([
    [{ type: 'retrying', inMs: 5_000, attempt: 1 }, 'The connection failed; next try in 5 sec.'],
    [{ type: 'waiting' }, 'Another tab is downloading it.'],
  ] as const)('that waits says for what: %o', async (activity, words) => {
    const { screen } = await openModelsDialog({ stored: [], downloader: hangIn(activity) });
    const row = screen.getByRole('listitem', { name: MODEL.name });
    await row.getByRole('button', { name: 'Download' }).click();
    await expect.element(row.getByRole('status').filter({ hasText: words })).toBeVisible();
  });

  test('behind another download says that it waits for it', async () => {
    const second = createModel('second');
    const { screen } = await openModelsDialog({
      own: [MODEL, second],
      stored: [],
      downloader: hangIn({ type: 'fetching' }),
    });
    for (const { name } of [MODEL, second]) {
      await screen
        .getByRole('listitem', { name })
        .getByRole('button', { name: 'Download' })
        .click();
    }
    await expect
      .element(screen.getByRole('listitem', { name: second.name }))
      .toHaveTextContent('Waits for the download before it.');
  });
});

describe('an installed model', () => {
  test('is verified, and says whether it is intact', async () => {
    const { screen } = await openModelsDialog();
    const row = screen.getByRole('listitem', { name: MODEL.name });
    await row.getByText('More').click();
    await row.getByRole('button', { name: 'Verify' }).click();
    await expect.element(row.getByRole('status').first()).toHaveTextContent('Every file is intact');
  });

  test('with a damaged file names it and offers the repair', async () => {
    const { screen, weights } = await openModelsDialog({
      records: [recordOf(MODEL)],
      downloader: {
        verifyModel: () => {
          weights.files.clear();
          return Promise.resolve(ok({ damagedPaths: ['a'] }));
        },
      },
    });
    const row = screen.getByRole('listitem', { name: MODEL.name });
    await row.getByText('More').click();
    await row.getByRole('button', { name: 'Verify' }).click();
    await expect.element(row).toHaveTextContent('Damaged and removed: a.');
    await expect.element(row.getByRole('button', { name: 'Repair' })).toHaveFocus();
  });

  test('is exported under its name, and the export can be stopped', async () => {
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
    const exportModel = vi
      .fn<FakeDownloader['exportModel']>(() => Promise.resolve(ok(new Blob(['zip']))))
      .mockImplementationOnce((_id, _name, _files, onProgress, signal) => {
        onProgress({ doneBytes: 1, totalBytes: 4 });
        return new Promise((resolve) =>
          signal.addEventListener('abort', () => resolve(err({ type: 'aborted' }))),
        );
      });
    const { screen } = await openModelsDialog({ downloader: { exportModel } });
    const row = screen.getByRole('listitem', { name: MODEL.name });
    await row.getByText('More').click();
    await row.getByRole('button', { name: 'Export' }).click();
    await expect
      .element(row.getByRole('progressbar', { name: 'Exporting Test Model' }))
      .toHaveAttribute('aria-valuenow', '25');
    await row.getByRole('button', { name: 'Stop' }).click();
    await row.getByRole('button', { name: 'Export' }).click();
    await expect.element(row).toHaveTextContent('Saved as Test-Model.mamori-model.zip.');
    expect(clicked).toHaveBeenCalledTimes(1);
  });
});

describe('the storage line', () => {
  test('asks the browser to keep what is stored, and says what it answered', async () => {
    const { screen } = await openModelsDialog({ storage: { persisted: false, grants: true } });
    const storage = screen.getByRole('region', { name: 'Storage' });
    await expect.element(storage).toHaveTextContent('Models take 10 byte · 50 GB free');
    await storage.getByRole('button', { name: 'Ask the browser to keep it' }).click();
    await expect.element(storage).toHaveTextContent('The browser keeps what is stored here');
    await expect.element(storage.getByRole('status')).toHaveFocus();
  });

  test('names the model that was not used for longest when space runs short', async () => {
    const old = createModel('old');
    const { screen } = await openModelsDialog({
      own: [MODEL, old],
      stored: ['aa', 'old'],
      storage: { usage: 100, quota: 1_000 },
    });
    await expect
      .element(screen.getByRole('region', { name: 'Storage' }))
      .toHaveTextContent('Model old was not used for longest');
  });
});

test('diagnostics are copied as text, with nothing of a conversation in it', async () => {
  const written: string[] = [];
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((text) => {
    written.push(text);
    return Promise.resolve();
  });
  const { app, screen } = await openModelsDialog();
  await app.chat.send('A secret question');
  await app.conversations.rename(app.conversations.activeId ?? '', 'A secret title');
  await expect.poll(() => app.conversations.active?.title).toBe('A secret title');
  await screen.getByText('Diagnostics').click();
  await screen.getByRole('button', { name: 'Copy' }).click();
  await expect.element(screen.getByText('Copied')).toBeVisible();
  expect(written[0]).toContain('Graphics processor: test vendor test card');
  expect(written[0]).toContain('shader-f16: yes');
  expect(written[0]).toContain('WebLLM: 0.2.86');
  expect(written[0]).toContain('maxBufferSize: 2147483648');
  expect(written[0]).not.toContain('secret');
});
