import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { ChatPage } from '../support/chat-page.ts';
import { DataSection } from '../support/data-section.ts';
import { firstTurn } from '../support/dialogues.ts';
import { expectAvailableOffline } from '../support/offline-page.ts';
import { hostsIn, type LoggedHosts } from '../support/net-log.ts';
import { expect, test } from '../support/test.ts';

/** Where nothing but the tests' own server is; an address that stands for data has no host. */
const OURS = new Set(['', 'localhost']);

/** Opens and closes each dialog. */
async function openDialogs(page: Page): Promise<void> {
  for (const name of ['Models', 'Safety', 'Settings', 'About']) {
    await page.getByRole('button', { name, exact: true }).click();
    await expect(page.getByRole('dialog', { name, exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
  }
}

test('a whole session, seen from beneath the browser, reaches our origin and nothing else', async ({
  baseURL,
}, { project }) => {
  const folder = mkdtempSync(join(tmpdir(), 'mamori-net-'));
  const log = join(folder, 'net-log.json');
  const { launchOptions } = project.use;
  const session = async (visit: (chat: ChatPage) => Promise<void>): Promise<LoggedHosts> => {
    const browser = await chromium.launch({
      ...launchOptions,
      args: [...(launchOptions?.args ?? []), `--log-net-log=${log}`],
    });
    const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), locale: 'en-US' });
    await visit(new ChatPage(await context.newPage()));
    await browser.close();
    return hostsIn(log);
  };

  const seen = await session(async (chat) => {
    await chat.start();
    await expectAvailableOffline(chat.page);
    await chat.ask('Give me a link and an image.');
    await chat.ask(firstTurn('hello-en').user);
    await openDialogs(chat.page);
    const data = new DataSection(chat.page);
    await data.open();
    const { text } = await data.export('Export all conversations');
    await data.import(text);
    await data.expectImported(1);
    await chat.page.reload();
    await chat.expectStatus('ready');
    await chat.ask('Thank you.');
  });
  expect([...seen.byPages]).toContain('localhost');
  expect([...seen.byPages].filter((host) => !OURS.has(host))).toEqual([]);
  // no name was looked up but for requests of the browser's own, which a deployer's browser makes as well
  const unexplained = [...seen.lookedUp].filter(
    (host) => !OURS.has(host) && !seen.byBrowser.has(host),
  );
  expect(unexplained).toEqual([]);

  // the log would have shown it: a page that does ask for another host
  const foreign = await session(async ({ page }) => {
    await page.setContent('<link rel="stylesheet" href="https://elsewhere.example/">');
    await page.waitForTimeout(500);
  });
  expect([...foreign.byPages, ...foreign.lookedUp]).toContain('elsewhere.example');
  rmSync(folder, { recursive: true });
});
