import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Fault } from '../support/model-host.ts';
import {
  fixtureFiles,
  hostFixture,
  hostLargeFixture,
  ModelsPage,
  storedHashes,
} from '../support/models-page.ts';
import { expect, test } from '../support/model-host-test.ts';

const SHARD = 'params_shard_0.bin';
const shardBytes = fixtureFiles().get(SHARD)?.byteLength ?? 0;

test.beforeEach(({ watch }) => {
  watch.allow(/net::|status of (404|429|500)|Failed to load resource/u);
});

/** A host that does this to the first requests for the weights is borne without a word to anybody. */
const BORNE: readonly [what: string, faults: readonly Fault[]][] = [
  ['drops the connection at 50 %', [{ type: 'drop', afterBytes: shardBytes / 2 }]],
  [
    'drops the connection and knows no ranges',
    [
      { type: 'drop', afterBytes: shardBytes / 2, ignoreRange: true },
      { type: 'none', ignoreRange: true },
    ],
  ],
  ['ends too early without an error', [{ type: 'short', bytes: shardBytes / 3 }]],
  [
    'is too busy (429) and says when to come back',
    [{ type: 'status', status: 429, retryAfter: '1' }],
  ],
  ['has a fault of its own (500)', [{ type: 'status', status: 500 }]],
  ['sends on to another address', [{ type: 'redirect', to: `/elsewhere/${SHARD}` }]],
  ['drips', [{ type: 'drip', bytes: 65_536, everyMs: 100 }]],
  ['sends a page instead of the file, once', [{ type: 'page' }]],
];

for (const [what, faults] of BORNE) {
  test(`a host that ${what}: the model is complete all the same, and answers`, async ({
    chat,
    host,
    models,
  }) => {
    const address = hostFixture(host);
    host.put(`/elsewhere/${SHARD}`, fixtureFiles().get(SHARD) ?? new Uint8Array());
    host.misbehave(`/tiny/${SHARD}`, ...faults);
    await chat.open();
    await models.open();
    await models.find(address);
    await models.downloadFound();
    await models.loadButton('tiny').click({ timeout: 60_000 });
    await chat.expectStatus('ready');
    await chat.ask('Hello');
    expect(await chat.lastReply()).toBe(
      'Hello! I am a small test model. What would you like to talk about?',
    );
  });
}

/** What cannot be borne is said, and what is there is kept. */
const SAID: readonly [what: string, fault: Fault, words: RegExp][] = [
  ['has not the file', { type: 'status', status: 404 }, /status 404/u],
  ['sends pages for ever', { type: 'page' }, /params_shard_0\.bin/u],
  ['sends more than it said', { type: 'long', extraBytes: 10 }, /params_shard_0\.bin/u],
];

for (const [what, fault, words] of SAID) {
  test(`a host that ${what}: the problem says so, nothing of it is stored, and the rest is used again`, async ({
    chat,
    page,
    host,
    models,
  }) => {
    const address = hostFixture(host);
    host.misbehaveAlways(`/tiny/${SHARD}`, fault);
    await chat.open();
    await models.open();
    await models.find(address);
    await models.downloadFound();
    await expect(models.dialog.getByRole('alert')).toContainText(words, { timeout: 60_000 });
    const kept = await storedHashes(page);
    expect(kept.length).toBeGreaterThan(0);

    host.reset();
    hostFixture(host);
    await models.dialog.getByRole('alert').getByRole('button').click();
    await expect(models.loadButton('tiny')).toBeVisible({
      timeout: 60_000,
    });
    // only what was missing has been asked for again
    expect(host.requests).toHaveLength(fixtureFiles().size - kept.length);
  });
}

test('a file that its host publishes another hash for is refused', async ({
  chat,
  page,
  host,
  models,
}) => {
  const files = fixtureFiles();
  host.addRepository({
    name: 'acme/tiny',
    commit: 'c'.repeat(40),
    files,
    published: (path) => path.endsWith('.bin'),
  });
  host.misbehaveAlways(`/acme/tiny/resolve/${'c'.repeat(40)}/${SHARD}`, { type: 'flip', at: 9 });
  await chat.open();
  await models.open();
  await models.find(`${host.origin}/acme/tiny`);
  await models.downloadFound();
  await expect(models.dialog.getByRole('alert')).toContainText('its hash is wrong', {
    timeout: 60_000,
  });
  const honest = [...files.values()].map((bytes) =>
    createHash('sha256').update(bytes).digest('hex'),
  );
  const hashes = await storedHashes(page);
  // others may have been on their way; but nothing that was changed is there, nor is the model complete
  expect(honest).toEqual(expect.arrayContaining(hashes));
  expect(hashes.length).toBeLessThan(files.size);
});

for (const [what, end] of [
  ['a reload', (page: Page) => page.reload().then(() => page)],
  ['a crash of the tab', crash],
] as const) {
  test(`${what} in the middle of a large file: the download goes on within it`, async ({
    chat,
    page,
    host,
    models,
  }) => {
    const address = hostLargeFixture(host, 'vocab.json', 24_000_000);
    await chat.open();
    await models.open();
    await models.find(address);
    // the first answer stops in the middle
    host.misbehave('/tiny/vocab.json', { type: 'stall', afterBytes: 18_000_000 });
    await models.downloadFound();
    await expect(models.entry('tiny').getByRole('progressbar')).toHaveAttribute(
      'aria-valuetext',
      /^2\d MB of/u,
      { timeout: 60_000 },
    );

    const again = new ModelsPage(await end(page));
    host.requests = [];
    await again.open();
    await again.entry('tiny').getByRole('button', { name: 'Resume' }).click();
    await expect(again.loadButton('tiny')).toBeVisible({ timeout: 60_000 });
    const [request] = host.requestsFor('/tiny/vocab.json');
    expect(Number(/bytes=(\d+)-/u.exec(request?.range ?? '')?.[1])).toBeGreaterThan(10_000_000);
  });
}

/** Ends the tab's process, and opens the app in another. */
async function crash(page: Page): Promise<Page> {
  const context = page.context();
  const session = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // it never answers
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
  const other = await context.newPage();
  await other.goto('/?model=mamori-tiny&lang=en');
  return other;
}
