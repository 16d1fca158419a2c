import type { Page } from '@playwright/test';
import { ChatPage } from '../support/chat-page.ts';
import { firstTurn } from '../support/dialogues.ts';
import { expect, test } from '../support/own-browser.ts';
import { expectReplyStored } from '../support/stored-conversations.ts';
import { findWorker, hangWorker } from '../support/workers.ts';

test.describe.configure({ timeout: 240_000 });

const hello = firstTurn('hello-en');
const endless = firstTurn('days-without-end-en').user;
const long = firstTurn('paragraphs-en');

async function expectChatGoesOn(chat: ChatPage): Promise<void> {
  await chat.expectStatus('ready');
  await chat.expectGoesOn();
}

/** The interrupted reply keeps its text, says so, and can be gone on with. */
async function expectInterrupted(chat: ChatPage, text: string): Promise<void> {
  const reply = chat.turns('Assistant').last();
  await expect(reply).toContainText('This reply was interrupted. What had arrived is kept.');
  expect(await chat.lastReply()).toContain(text);
  await chat.expectStatus('ready');
  await reply.getByRole('button', { name: 'Continue' }).click();
  await expect(chat.turns('You').last()).toContainText('Continue');
  await chat.waitForText(0);
  // what follows on a reply that was cut off anywhere may be endless
  await chat.composer.press('Escape');
  await chat.expectStatus('ready');
}

test('the GPU process crashes while nobody asks anything: the engine comes back by itself, the draft stays', async ({
  own: { chat, crashGpu },
}) => {
  await chat.start();
  await chat.ask(hello.user);
  const statuses = await chat.watchStatuses();
  await chat.composer.fill('What I was about to say');
  await crashGpu();
  await expect.poll(statuses).toContain('recovering');
  await chat.expectStatus('ready');
  await expect(chat.alert).toHaveCount(0);
  await expect(chat.composer).toHaveValue('What I was about to say');
  await expect(chat.turns('You')).toHaveText([/Hello/u]);
  await expectChatGoesOn(chat);
});

test('the GPU process crashes in the middle of a reply: its text is kept, and Continue goes on', async ({
  own: { chat, crashGpu },
}) => {
  await chat.start();
  await chat.send(endless);
  await chat.waitForText(20);
  const text = await chat.lastReply();
  await crashGpu();
  await expectInterrupted(chat, text);
  await expect(chat.alert).toHaveCount(0);
});

test('the GPU process crashes after a reply: the whole reply is there, and the next one comes', async ({
  own: { chat, crashGpu, page },
}) => {
  await chat.start();
  await chat.ask(hello.user);
  const statuses = await chat.watchStatuses();
  await crashGpu();
  await expect.poll(statuses).toContain('recovering');
  await expectChatGoesOn(chat);
  await page.reload();
  await expect(chat.turns('Assistant')).toHaveCount(2);
});

test('the GPU process crashes twice: the page says why it gets none, and the browser’s reload goes on', async ({
  own: { chat, crashGpu, page },
}) => {
  await chat.start();
  await chat.ask(hello.user);
  const statuses = await chat.watchStatuses();
  await crashGpu();
  await expect.poll(statuses, { timeout: 60_000 }).toContain('ready');
  await crashGpu();
  await expect(chat.alert).toContainText('gives this page no graphics processor', {
    timeout: 60_000,
  });
  await chat.expectStatus('failed');
  await expect(chat.turns('You')).toHaveText([/Hello/u]);
  // what a person's reload button does, and a page's own reload does not: lift the browser's ban
  await page.reload();
  await chat.expectStatus('ready');
  await expect(chat.turns('You')).toHaveText([/Hello/u]);
  await expectChatGoesOn(chat);
});

const killWorker = (page: Page): Promise<void> =>
  findWorker(page, 'chat-worker').evaluate(() => self.close());

/** Hangs the engine's worker. */
const hangEngine = (page: Page): Promise<void> => hangWorker(page, 'chat-worker');

test.describe('the engine’s worker', () => {
  test('killed while it reads a long question: nothing is lost, and the question can be answered', async ({
    chat,
    page,
  }) => {
    await chat.start();
    const statuses = await chat.watchStatuses();
    const question = 'The lamp was lit. '.repeat(60).trim();
    await chat.send(question);
    await killWorker(page);
    await expect.poll(statuses, { timeout: 10_000 }).toContain('recovering');
    await chat.expectStatus('ready');
    await expect(chat.turns('You').last()).toContainText('The lamp was lit.');
    await chat.turns('Assistant').last().getByRole('button', { name: 'Regenerate' }).click();
    await chat.waitForText(0);
    await chat.composer.press('Escape');
    await chat.expectStatus('ready');
    // a new conversation: the tests' small model cannot follow that question with anything it knows
    await page.getByRole('button', { name: 'New chat' }).first().click();
    await expectChatGoesOn(chat);
  });

  test('killed in the middle of a reply: its text is kept, also in the store', async ({
    chat,
    page,
  }) => {
    await chat.start();
    await chat.send(endless);
    await chat.waitForText(20);
    const text = await chat.lastReply();
    await killWorker(page);
    await expectInterrupted(chat, text);
    await page.reload();
    await expect(chat.turns('Assistant').first()).toContainText(text.slice(0, 20));
  });

  test('hung in the middle of a reply: the person sees that it starts again, and chats on', async ({
    chat,
    page,
  }) => {
    await chat.start();
    await chat.send(endless);
    await chat.waitForText(20);
    const text = await chat.lastReply();
    await hangEngine(page);
    const banner = page.getByRole('progressbar', { name: 'Starting the engine again' });
    await expect(banner).toBeVisible({ timeout: 30_000 });
    await expectInterrupted(chat, text);
  });

  test('hung while nobody asks it anything: the next question finds out, and the one after is answered', async ({
    chat,
    page,
  }) => {
    await chat.start();
    await chat.ask(hello.user);
    const statuses = await chat.watchStatuses();
    await hangEngine(page);
    await chat.send(hello.user);
    await expect.poll(statuses, { timeout: 30_000 }).toContain('recovering');
    await expectChatGoesOn(chat);
  });

  test('dead three times within ten minutes: no silent loop, but a sentence and a way on', async ({
    chat,
    page,
  }) => {
    await chat.start();
    await chat.ask(hello.user);
    for (let death = 0; death < 2; death += 1) {
      const statuses = await chat.watchStatuses();
      await killWorker(page);
      await expect.poll(statuses, { timeout: 10_000 }).toContain('recovering');
      await chat.expectStatus('ready');
    }
    await killWorker(page);
    await expect(chat.alert).toContainText('stopped three times within ten minutes');
    await chat.expectStatus('failed');
    await expect(chat.turns('You')).toHaveText([/Hello/u]);
    await chat.alert.getByRole('button', { name: 'Reload the page' }).click();
    await expectChatGoesOn(chat);
  });
});

test('a tab that crashes in the middle of a reply shows what had arrived when it is opened again', async ({
  chat,
  page,
  context,
}) => {
  await chat.start();
  await chat.send(endless);
  await chat.waitForText(40);
  // what is on screen is stored once a second
  await expectReplyStored(page, 40);
  const text = (await chat.lastReply()).slice(0, 40);
  const crashed = page.waitForEvent('crash');
  const session = await context.newCDPSession(page);
  session.send('Page.crash').catch(() => undefined);
  await crashed;
  const reopened = await context.newPage();
  await reopened.goto('/?model=mamori-tiny&lang=en');
  const again = new ChatPage(reopened);
  await again.expectStatus('ready');
  await expectInterrupted(again, text);
});

/** Lets the page's thread stand still, as a frozen tab's does, while its workers go on. */
const standStill = (page: Page, forMs: number): Promise<void> =>
  page.evaluate((durationMs) => {
    const untilMs = Date.now() + durationMs;
    while (Date.now() < untilMs);
  }, forMs);

test('a page that stands still in the middle of a reply has the whole reply afterwards', async ({
  chat,
  page,
}) => {
  await chat.start();
  const statuses = await chat.watchStatuses();
  await chat.send(long.user);
  await chat.waitForText(5);
  // longer than a worker may be silent
  await standStill(page, 17_000);
  await chat.expectStatus('ready');
  expect(await chat.lastReply()).toBe(long.assistant);
  expect(await statuses()).not.toContain('recovering');
  await expectChatGoesOn(chat);
});

test('a worker that hangs since its page slept is noticed when the page wakes', async ({
  chat,
  page,
}) => {
  await chat.start();
  const statuses = await chat.watchStatuses();
  await hangEngine(page);
  // until it does
  await page.waitForTimeout(1_000);
  // a page that a test drives counts as in front and is never frozen: the event is all of it that can be had
  await page.evaluate(() => document.dispatchEvent(new Event('resume')));
  await expect.poll(statuses, { timeout: 15_000 }).toContain('recovering');
  await expectChatGoesOn(chat);
});

test('a page that wakes with everything alive goes on as if nothing had been', async ({
  chat,
  page,
}) => {
  await chat.start();
  const statuses = await chat.watchStatuses();
  await page.evaluate(() => document.dispatchEvent(new Event('resume')));
  await page.waitForTimeout(7_000);
  expect(await statuses()).toEqual([]);
  await expectChatGoesOn(chat);
});
