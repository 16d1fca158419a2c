import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { ChatPage } from '../support/chat-page.ts';
import { firstTurn } from '../support/dialogues.ts';
import { expectAvailableOffline } from '../support/offline-page.ts';
import { hostsIn } from '../support/net-log.ts';
import { expect, test } from '../support/test.ts';

/** This device, as a browser names it; requests that leave nothing have no host. */
const OURS = new Set(['', 'localhost', '127.0.0.1', '[::1]', '[::]']);

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
  const session = async (visit: (chat: ChatPage) => Promise<void>): Promise<Set<string>> => {
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
    await chat.page.reload();
    await chat.expectStatus('ready');
    await chat.ask('Thank you.');
  });
  expect([...seen]).toContain('localhost');
  expect([...seen].filter((host) => !OURS.has(host))).toEqual([]);

  // the log would have shown it: a page that does ask for another host
  const foreign = await session(async ({ page }) => {
    await page.goto('about:blank');
    await page.evaluate(() => fetch('https://elsewhere.example/').catch(() => undefined));
  });
  expect([...foreign]).toContain('elsewhere.example');
  rmSync(folder, { recursive: true });
});
