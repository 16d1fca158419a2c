import { afterEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { err, ok } from '../../src/domain/result.ts';
import type { InspectedModel } from '../../src/domain/remote-model.ts';
import { overwriteGetLocale } from '../../src/i18n/paraglide/runtime.js';
import { createModel, MODEL, openModelsDialog, recordOf } from '../support/models-dialog.ts';
import type { FakeDownloader } from '../support/models-dialog.ts';
import { fitsAndIsAccessible } from '../support/narrow-screen.ts';

const INSPECTED: InspectedModel = {
  files: [
    { path: 'mlc-chat-config.json', url: 'https://h.example/c', sizeBytes: 500, sha256: null },
    { path: 'params_shard_0.bin', url: 'https://h.example/p', sizeBytes: null, sha256: null },
  ],
  revision: null,
  contextWindowTokens: 4096,
  sizeBytes: null,
};

afterEach(async () => {
  vi.restoreAllMocks();
  overwriteGetLocale(() => 'en');
  await page.viewport(1280, 800);
});

type Screen = Awaited<ReturnType<typeof openModelsDialog>>['screen'];
const catalogueOf = (screen: Screen) => screen.getByRole('region', { name: 'More models' });
const ownOf = (screen: Screen) => screen.getByRole('region', { name: 'Your own model' });

describe('more models', () => {
  test('are found by their language', async () => {
    const { screen } = await openModelsDialog();
    const catalogue = catalogueOf(screen);
    await expect.element(catalogue.getByRole('listitem').nth(9)).toBeVisible();
    expect(catalogue.getByRole('listitem').elements()).toHaveLength(10);
    await catalogue.getByRole('button', { name: 'Show more' }).click();
    expect(catalogue.getByRole('listitem').elements()).toHaveLength(30);
    await catalogue.getByRole('searchbox', { name: 'Search models' }).fill('日本語 qwen3 4b');
    const found = catalogue.getByRole('listitem', { name: 'Qwen3 4B', exact: true });
    await expect.element(found).toHaveTextContent('Apache-2.0');
    await expect
      .element(found)
      .toHaveTextContent(/English, Chinese, Japanese, Korean and \d+ more/u);
    await expect.element(found).toHaveTextContent(/Download about 2.3 GB · GPU memory 3.6 GB/u);
    await catalogue.getByRole('searchbox').fill('no such model');
    await expect.element(catalogue).toHaveTextContent('No model matches.');
  });

  test('that cannot run here say why instead of being offered', async () => {
    const { screen } = await openModelsDialog({ limits: { maxBufferSize: 1 } });
    const catalogue = catalogueOf(screen);
    await expect.element(catalogue).toHaveTextContent('No model can run on this device');
    await screen.unmount();

    const limits = { maxBufferSize: 2 ** 28, maxStorageBufferBindingSize: 2 ** 27 };
    const { screen: small } = await openModelsDialog({ limits });
    const list = catalogueOf(small);
    await list.getByRole('searchbox').fill('Llama 3.1 70B');
    await expect.element(list).toHaveTextContent('No model matches.');
    await list.getByRole('checkbox', { name: 'Only those that run here' }).click();
    const row = list.getByRole('listitem').first();
    await expect.element(row).toHaveTextContent(/it needs a buffer of .*, and this graphics/u);
    expect(row.getByRole('button').elements()).toHaveLength(0);
  });

  test('are downloaded once their host has said which files they have', async () => {
    const inspect = vi.fn<FakeDownloader['inspect']>(() => Promise.resolve(ok(INSPECTED)));
    const { models, screen } = await openModelsDialog({ downloader: { inspect } });
    const catalogue = catalogueOf(screen);
    await catalogue.getByRole('searchbox').fill('Qwen3 4B');
    const row = catalogue.getByRole('listitem', { name: 'Qwen3 4B', exact: true });
    await row.getByRole('button', { name: 'Download' }).click();
    const known = screen
      .getByRole('region', { name: 'On this device' })
      .getByRole('listitem', { name: 'Qwen3 4B', exact: true });
    await expect.element(known).toHaveFocus();
    await expect.element(known).toHaveTextContent("From WebLLM's list (huggingface.co)");
    expect(models.all.map(({ name }) => name)).toEqual([MODEL.name, 'Qwen3 4B']);
    await expect.element(row).not.toBeInTheDocument();
  });

  test('show below the row why their host could not be asked', async () => {
    const failed = { type: 'download-failed', path: 'x.json', status: null, detail: '' } as const;
    const { screen } = await openModelsDialog({
      downloader: { inspect: () => Promise.resolve(err(failed)) },
    });
    const catalogue = catalogueOf(screen);
    await catalogue.getByRole('searchbox').fill('Qwen3 4B');
    const row = catalogue.getByRole('listitem', { name: 'Qwen3 4B', exact: true });
    await row.getByRole('button', { name: 'Download' }).click();
    await expect.element(row.getByRole('alert')).toHaveTextContent('x.json failed');
  });
});

test('one model is recommended for this device, with the reasons', async () => {
  const { screen } = await openModelsDialog();
  const card = screen.getByRole('region', { name: 'Recommended for this device' });
  await expect.element(card).toHaveTextContent('It speaks English.');
  await expect.element(card).toHaveTextContent('which nearly every device can give');
  await expect.element(card).toHaveTextContent('50 GB is free');
  await expect.element(card.getByRole('button', { name: 'Download' })).toBeVisible();
});

describe('a model at an address', () => {
  test('is asked for over https only, or on this machine', async () => {
    const inspect = vi.fn<FakeDownloader['inspect']>(() => Promise.resolve(ok(INSPECTED)));
    const { screen } = await openModelsDialog({ downloader: { inspect } });
    const field = ownOf(screen).getByRole('textbox', { name: 'Address of a model folder' });
    for (const refused of ['http://host.example/model', 'file:///etc', 'words']) {
      await field.fill(refused);
      await userEvent.keyboard('{Enter}');
      await expect.element(ownOf(screen)).toHaveTextContent('An address begins with https://');
      await expect.element(field).toBeInvalid();
    }
    expect(inspect).not.toHaveBeenCalled();
    await field.fill('http://localhost:8080/model');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => inspect.mock.calls.length).toBe(1);
  });

  test('is shown before anything large is fetched, then downloaded or not', async () => {
    const download = vi.fn<FakeDownloader['download']>(() => Promise.resolve(ok([])));
    const { models, screen } = await openModelsDialog({
      downloader: { inspect: () => Promise.resolve(ok(INSPECTED)), download },
    });
    const own = ownOf(screen);
    const field = own.getByRole('textbox');
    const preview = own.getByRole('group', { name: 'Found model' });
    await field.fill('https://h.example/org/my-model/');
    await own.getByRole('button', { name: 'Look' }).click();
    await expect.element(preview.getByRole('heading', { name: 'my-model' })).toHaveFocus();
    await expect
      .element(preview)
      .toHaveTextContent(
        '2 files · size unknown · context window of 4,096 tokens · trusted on first use',
      );
    await expect.element(preview).toHaveTextContent('only from people you trust');
    await preview.getByRole('button', { name: 'Cancel' }).click();
    await expect.element(field).toHaveFocus();
    await own.getByRole('button', { name: 'Look' }).click();
    await preview.getByRole('button', { name: 'Download' }).click();
    await expect.poll(() => download.mock.calls.length).toBe(1);
    expect(models.all.map(({ name }) => name)).toContain('my-model');
    await expect.element(screen.getByRole('listitem', { name: 'my-model' })).toHaveFocus();
    await expect.element(field).toHaveValue('');
  });

  test('that is none says so', async () => {
    const { screen } = await openModelsDialog({
      downloader: {
        inspect: () => Promise.resolve(err({ type: 'model-unsupported', detail: 'no tokenizer' })),
      },
    });
    const own = ownOf(screen);
    await own.getByRole('textbox').fill('https://h.example/nothing');
    await own.getByRole('button', { name: 'Look' }).click();
    await expect.element(own.getByRole('alert')).toHaveTextContent('This model cannot run here');
    await own.getByRole('button', { name: 'Choose another model' }).click();
    await expect
      .element(screen.getByRole('heading', { name: 'On this device and from this site' }))
      .toHaveFocus();
  });
});

describe('a model from files', () => {
  test('is imported from a zip file, and its row takes the focus', async () => {
    const importModel = vi.fn<FakeDownloader['importModel']>(() =>
      Promise.resolve(
        ok({
          name: 'carried',
          files: [{ path: 'mlc-chat-config.json', sizeBytes: 3, sha256: 'cc' }],
          contextWindowTokens: null,
        }),
      ),
    );
    const { screen } = await openModelsDialog({
      stored: ['aa', 'cc'],
      downloader: { importModel },
    });
    const input = ownOf(screen).getByLabelText('Choose a zip file').last();
    await input.upload(new File(['zip'], 'carried.mamori-model.zip'));
    const row = screen.getByRole('listitem', { name: 'carried' });
    await expect.element(row).toHaveFocus();
    await expect.element(row).toHaveTextContent('From your files (carried.mamori-model.zip)');
    await expect.element(row).toHaveTextContent('Imported and checked');
    expect(importModel.mock.calls[0]?.[0]).toMatchObject({ type: 'zip' });
  });

  test('shows how far it is, can be stopped, and says what was wrong', async () => {
    const importModel = vi
      .fn<FakeDownloader['importModel']>(() =>
        Promise.resolve(err({ type: 'model-unsupported', detail: 'no weights' })),
      )
      .mockImplementationOnce((_source, onProgress, signal) => {
        onProgress({ doneBytes: 1, totalBytes: 2 });
        return new Promise((resolve) =>
          signal.addEventListener('abort', () => resolve(err({ type: 'aborted' }))),
        );
      });
    const { screen } = await openModelsDialog({ downloader: { importModel } });
    const own = ownOf(screen);
    const drop = (): void => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['zip'], 'model.zip'));
      const place = own.getByRole('group', { name: 'Import files' }).element();
      place.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }));
    };
    drop();
    await expect
      .element(own.getByRole('progressbar', { name: 'Importing model.zip' }))
      .toHaveAttribute('aria-valuenow', '50');
    await own.getByRole('button', { name: 'Stop' }).click();
    await expect.element(own.getByRole('button', { name: 'Choose a folder' })).toHaveFocus();
    drop();
    await expect.element(own.getByRole('alert')).toHaveTextContent('not a model');
  });
});

test('no part is wider than a phone, and each has labels, in every language', async () => {
  await page.viewport(390, 844);
  const failed = createModel('failed');
  const evicted = createModel('evicted', { alignment: 'uncensored' });
  const damaged = { type: 'integrity-mismatch', modelId: 'x', path: 'b', stage: 'load' } as const;
  for (const locale of ['en', 'ja', 'ko', 'zh'] as const) {
    overwriteGetLocale(() => locale);
    const { app, models, screen } = await openModelsDialog({
      own: [MODEL, failed, evicted],
      records: [recordOf(evicted)],
      storage: { usage: 1, quota: 2, persisted: false },
      downloader: {
        inspect: () => Promise.resolve(ok(INSPECTED)),
        download: () => Promise.resolve(err(damaged)),
      },
    });
    app.settings.language = locale;
    await models.download(failed);
    await expect.poll(() => screen.getByRole('alert').elements().length).toBe(1);
    await expect.poll(() => screen.getByRole('listitem').elements().length).toBeGreaterThan(8);
    await screen.getByRole('textbox').fill('https://h.example/org/my-model/');
    await userEvent.keyboard('{Enter}');
    await expect.element(screen.getByRole('heading', { name: 'my-model' })).toBeVisible();
    for (const details of screen.container.querySelectorAll('details')) details.open = true;
    await fitsAndIsAccessible(screen.getByRole('dialog').element());
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390);
    await screen.unmount();
  }
});
