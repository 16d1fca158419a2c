import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ChatPage } from '../support/chat-page.ts';
import { firstTurn } from '../support/dialogues.ts';
import { expectControlled, readBuild } from '../support/offline-page.ts';
import { buildVersion, changeBuild, expect, test, type Site } from '../support/site.ts';
import type { BrowserContext, Page } from '@playwright/test';

test.describe.configure({ timeout: 300_000 });

const UPDATE = { name: 'Update now' };
/** All of the new version is fetched, and hashed. Milliseconds. */
const FETCHED_WITHIN_MS = 60_000;

async function expectOffered(page: Page): Promise<void> {
  await expect(page.getByRole('button', UPDATE)).toBeVisible({ timeout: FETCHED_WITHIN_MS });
}

/** Looks for a new version as a person does. */
async function checkForUpdate(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'About', exact: true }).click();
  await page.getByRole('button', { name: 'Check for updates' }).click();
}

/** The app open in two tabs, with a conversation; the first holds the model. */
async function openTwice(
  chat: ChatPage,
  context: BrowserContext,
): Promise<{ second: ChatPage; build: string }> {
  await chat.start();
  await chat.ask('Hello');
  await expectControlled(chat.page);
  const second = new ChatPage(await context.newPage());
  await second.open();
  await expect(second.turns('You')).toContainText(['Hello']);
  await expectControlled(second.page);
  return { second, build: await readBuild(chat.page) };
}

/** A chat to which a new version is offered. */
async function startWithOffer(chat: ChatPage, site: Site): Promise<void> {
  await chat.start();
  await expectControlled(chat.page);
  site.deploy(buildVersion('0.2.0'));
  await checkForUpdate(chat.page);
  await chat.page.keyboard.press('Escape');
  await expectOffered(chat.page);
}

test('a new version is announced; both tabs move to it together and keep the conversation and the model', async ({
  chat,
  page,
  context,
  site,
}) => {
  const { second, build } = await openTwice(chat, context);
  site.deploy(buildVersion('0.2.0'));
  await checkForUpdate(page);
  await expect(page.getByText('A new version is being fetched.')).toBeVisible();
  await page.keyboard.press('Escape');
  // both are told; nothing happens by itself
  await expectOffered(second.page);
  expect(await readBuild(page)).toBe(build);
  const reloaded = Promise.all([page.waitForEvent('load'), second.page.waitForEvent('load')]);
  await page.getByRole('button', UPDATE).click();
  await reloaded;
  await expect(second.turns('You')).toContainText(['Hello']);
  await expect(chat.turns('You')).toContainText(['Hello']);
  for (const tab of [page, second.page]) {
    expect(await readBuild(tab)).toMatch(/^Version 0\.2\.0, build /u);
  }
  await second.page.close();
  await page.reload();
  await chat.expectStatus('ready');
  await chat.expectAnswer('thanks-en');
});

test('an update waits for a reply that is being written', async ({ chat, page, site }) => {
  await startWithOffer(chat, site);
  await chat.send(firstTurn('days-without-end-en').user);
  await chat.waitForText(20);
  await page.getByRole('button', UPDATE).click();
  await expect(page.getByText('The update starts when the reply is finished.')).toBeVisible();
  await chat.waitForText(60);
  const reloaded = page.waitForEvent('load');
  await chat.stopButton.click();
  await reloaded;
  await chat.waitForText(60);
  expect(await readBuild(page)).toContain('Version 0.2.0');
});

test('a tab of the old version goes on while another has moved: its dialogs still open', async ({
  chat,
  page,
  context,
  site,
}) => {
  // the reply is not to end meanwhile
  const next = buildVersion('0.2.0');
  await chat.start();
  await expectControlled(page);
  const second = new ChatPage(await context.newPage());
  await second.open();
  await chat.send(firstTurn('days-without-end-en').user);
  await chat.waitForText(20);
  site.deploy(next);
  await checkForUpdate(second.page);
  await second.page.keyboard.press('Escape');
  const reloaded = second.page.waitForEvent('load');
  await second.page.getByRole('button', UPDATE).click();
  await reloaded;
  expect(await readBuild(second.page)).toContain('Version 0.2.0');
  // this tab still writes; what it loads now has left the host
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(chat.stopButton).toBeVisible();
  const moved = page.waitForEvent('load');
  await chat.stopButton.click();
  await moved;
  await expect(chat.turns('You')).toHaveCount(1);
});

/** The script of a dialog that is loaded when it is first opened. */
function dialogScript(build: string, dialog: string): string {
  const [script, ...others] = readdirSync(join(build, 'assets')).filter(
    (name) => name.startsWith(`${dialog}-`) && name.endsWith('.js'),
  );
  if (script === undefined || others.length > 0) throw new Error(`not one script of ${dialog}`);
  return `assets/${script}`;
}

/** The script that the page begins with: which of several of its name it is only the page says. */
function startScript(build: string): string {
  const html = readFileSync(join(build, 'index.html'), 'utf8');
  const script = /<script type="module"[^>]* src="\.\/(?<path>[^"]+)"/u.exec(html)?.groups?.[
    'path'
  ];
  if (script === undefined) throw new Error('the page begins with no script');
  return script;
}

async function expectStaysAt(page: Page, site: Site, build: string): Promise<void> {
  await checkForUpdate(page);
  await expect(page.getByRole('button', { name: 'Check for updates' })).toBeEnabled();
  // a release that cannot be kept is given up by the browser: nobody is asked
  await expect
    .poll(
      () =>
        page.evaluate(async () => {
          const registration = await navigator.serviceWorker.getRegistration();
          return registration?.installing === null && registration.waiting === null;
        }),
      { timeout: FETCHED_WITHIN_MS },
    )
    .toBe(true);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', UPDATE)).toHaveCount(0);
  await page.reload();
  expect(await readBuild(page)).toBe(build);
  // and all of it is still here
  await site.stop();
  await page.reload();
  expect(await readBuild(page)).toBe(build);
  await site.startAgain();
}

test('a broken version does not replace a good one: a file is missing, damaged, or of another build', async ({
  chat,
  page,
  site,
  watch,
}) => {
  watch.allow(/404|Failed to (load|register|update)|ERR_|ServiceWorker/u);
  await chat.start();
  await expectControlled(page);
  const build = await readBuild(page);
  const next = buildVersion('0.2.0');
  const dialog = dialogScript(next, 'SafetyDialog');

  site.deploy(next);
  site.remove(dialog);
  await expectStaysAt(page, site, build);

  site.deploy(next);
  site.change(dialog, (script) => script.slice(0, 2_000));
  await expectStaysAt(page, site, build);

  site.deploy(next);
  site.change('index.html', (html) => html.replace('</title>', ' of another build</title>'));
  await expectStaysAt(page, site, build);

  // the same version without the fault is taken
  site.deploy(next);
  await checkForUpdate(page);
  await page.keyboard.press('Escape');
  const reloaded = page.waitForEvent('load');
  await page.getByRole('button', UPDATE).click();
  await reloaded;
  expect(await readBuild(page)).toContain('Version 0.2.0');
});

test('a version that does not start gives way to the one before it', async ({
  chat,
  page,
  site,
  watch,
}) => {
  watch.allow(/broken on purpose|404/u);
  await chat.start();
  await chat.ask('Hello');
  await expectControlled(page);
  const build = await readBuild(page);
  const next = buildVersion('0.2.0');
  const script = startScript(next);
  site.deploy(changeBuild(next, script, () => `throw new Error('broken on purpose');`));
  await checkForUpdate(page);
  await page.keyboard.press('Escape');
  const reloaded = page.waitForEvent('load');
  await page.getByRole('button', UPDATE).click();
  await reloaded;
  // a person sees a blank page, and loads it again
  await expect(page.locator('html')).toHaveAttribute('data-app', 'starting');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-app', 'starting');
  await page.waitForTimeout(5_500);
  await page.reload();
  await chat.expectStatus('ready');
  expect(await readBuild(page)).toBe(build);
  await expect(chat.turns('You')).toContainText(['Hello']);
});

test('a version whose model takes long to load is not taken for one that does not start', async ({
  chat,
  page,
  site,
}) => {
  await startWithOffer(chat, site);
  // from now on no model is ever loaded
  await page.addInitScript(() => {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message: object, options?: object) {
      if (!('name' in message && message.name === 'load')) post.call(this, message, options);
    };
  });
  const reloaded = page.waitForEvent('load');
  await page.getByRole('button', UPDATE).click();
  await reloaded;
  await chat.expectStatus('loading');
  await page.waitForTimeout(5_500);
  await page.reload();
  await chat.expectStatus('loading');
  await page.reload();
  await chat.expectStatus('loading');
  expect(await readBuild(page)).toContain('Version 0.2.0');
});
