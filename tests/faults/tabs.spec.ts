import type { BrowserContext } from '@playwright/test';
import { ConversationList } from '../support/conversation-list.ts';
import { ChatPage } from '../support/chat-page.ts';
import { firstTurn } from '../support/dialogues.ts';
import { expect, test } from '../support/test.ts';

test.describe.configure({ timeout: 240_000 });

const hello = firstTurn('hello-en');
const thanks = firstTurn('thanks-en');
/** Some seconds on two busy cores. */
const long = firstTurn('paragraphs-en');

async function openTab(context: BrowserContext): Promise<ChatPage> {
  const tab = new ChatPage(await context.newPage());
  await tab.open();
  return tab;
}

/** A second tab beside one that has the model. */
async function openSecond(context: BrowserContext): Promise<ChatPage> {
  const second = await openTab(context);
  await second.expectStatus('blocked');
  await expect(second.page.getByText('The model is running in another tab.')).toBeVisible();
  return second;
}

const takeOver = (tab: ChatPage): Promise<void> =>
  tab.page.getByRole('button', { name: 'Use it here' }).click();

/** How many tabs have a chat worker: each is a model in the GPU's memory. */
const countModels = (context: BrowserContext): number =>
  context
    .pages()
    .flatMap((page) => page.workers())
    .filter((worker) => worker.url().includes('/workers/chat-worker/')).length;

test('a second tab says where the model is, and takes it over; the first then says so', async ({
  chat,
  context,
}) => {
  await chat.start();
  const second = await openSecond(context);
  await expect.poll(() => countModels(context)).toBe(1);
  await takeOver(second);
  await second.expectStatus('ready');
  await chat.expectStatus('blocked');
  await expect(chat.page.getByText('The model is running in another tab.')).toBeVisible();
  await expect.poll(() => countModels(context)).toBe(1);
  await second.ask(hello.user);
  expect(await second.lastReply()).toBe(hello.assistant);
  // and back again
  await takeOver(chat);
  await chat.expectStatus('ready');
  await second.expectStatus('blocked');
  await expect(second.alert).toHaveCount(0);
});

test('when the tab with the model is closed, the other loads it by itself', async ({
  chat,
  context,
  page,
}) => {
  await chat.start();
  const second = await openSecond(context);
  await page.close();
  await second.expectStatus('ready');
  await second.ask(hello.user);
});

test('when the tab with the model crashes, the other loads it', async ({ chat, context, page }) => {
  await chat.start();
  const second = await openSecond(context);
  const crashed = page.waitForEvent('crash');
  const session = await context.newCDPSession(page);
  session.send('Page.crash').catch(() => undefined);
  await crashed;
  await second.expectStatus('ready');
  await second.ask(hello.user);
});

test('a tab that takes over waits for the reply in the other, which is whole', async ({
  chat,
  context,
}) => {
  await chat.start();
  const second = await openSecond(context);
  await chat.send(long.user);
  await takeOver(second);
  await expect(
    second.page.getByText('as soon as the reply in the other tab is finished'),
  ).toBeVisible();
  await chat.expectStatus('blocked');
  expect(await chat.lastReply()).toBe(long.assistant);
  await second.expectStatus('ready');
  await expect.poll(() => countModels(context)).toBe(1);
});

test('a tab that hangs is not waited for: its engine ends, and it says so when it wakes', async ({
  chat,
  context,
  page,
}) => {
  await chat.start();
  const second = await openSecond(context);
  // long enough for the theft, short enough to see the tab wake
  void page.evaluate(() => {
    const until = Date.now() + 15_000;
    while (Date.now() < until);
  });
  await takeOver(second);
  await second.expectStatus('ready');
  await second.ask(hello.user);
  await chat.expectStatus('blocked');
  await expect(chat.page.getByText('The model is running in another tab.')).toBeVisible();
  await expect.poll(() => countModels(context)).toBe(1);
});

test('two tabs write different conversations, and both are kept', async ({ chat, context }) => {
  await chat.start();
  await chat.ask(hello.user);
  const second = await openSecond(context);
  await takeOver(second);
  await second.expectStatus('ready');
  await second.page.getByRole('button', { name: 'New chat' }).first().click();
  await second.ask(thanks.user);
  await takeOver(chat);
  await chat.expectStatus('ready');
  await chat.ask('Goodbye');
  for (const tab of [chat, second]) {
    await expect(
      tab.page.getByRole('navigation', { name: 'Conversations' }).getByRole('listitem'),
    ).toHaveCount(2);
  }
  await expect(chat.turns('You')).toHaveText([/Hello/u, /Goodbye/u]);
  await expect(second.turns('You')).toHaveText([/Thank you/u]);
});

test('a conversation that two tabs show is followed live, and never forks', async ({
  chat,
  context,
}) => {
  await chat.start();
  const second = await openSecond(context);
  await chat.send(long.user);
  await second.page.getByRole('button', { name: long.user, exact: true }).click();
  // the other tab reads along: it has some of the text before the reply has ended
  await second.waitForText(20);
  const half = await second.lastReply();
  expect(long.assistant.startsWith(half)).toBe(true);
  expect(half.length).toBeLessThan(long.assistant.length);
  await expect(second.turns('Assistant').last()).not.toContainText('interrupted');
  await chat.expectStatus('ready');
  await expect.poll(() => second.lastReply()).toBe(long.assistant);
  // then the other tab goes on, and the first follows
  await takeOver(second);
  await second.expectStatus('ready');
  await second.ask(thanks.user);
  const reply = await second.lastReply();
  await expect(chat.turns('You')).toHaveCount(2);
  await expect.poll(() => chat.lastReply()).toBe(reply);
  await takeOver(chat);
  await chat.expectStatus('ready');
  await chat.ask('Goodbye');
  for (const tab of [chat, second]) {
    await expect(tab.turns('You')).toHaveCount(3);
    await expect(tab.page.getByRole('button', { name: 'Previous version' })).toHaveCount(0);
  }
});

test('a tab that is opened in the middle of a reply reads along, and sees the end if the writer crashes', async ({
  chat,
  context,
  page,
}) => {
  await chat.start();
  await chat.send(firstTurn('days-without-end-en').user);
  await chat.waitForText(20);
  const second = await openSecond(context);
  await second.waitForText(20);
  await expect(second.turns('Assistant').last()).not.toContainText('interrupted');
  const before = (await second.lastReply()).length;
  await second.waitForText(before);
  const crashed = page.waitForEvent('crash');
  const session = await context.newCDPSession(page);
  session.send('Page.crash').catch(() => undefined);
  await crashed;
  await expect(second.turns('Assistant').last()).toContainText('This reply was interrupted');
  await second.expectStatus('ready');
  await second.turns('Assistant').last().getByRole('button', { name: 'Continue' }).click();
  await expect(second.turns('You')).toHaveCount(2);
});

test('a conversation that is deleted in one tab is gone in the other, which stops answering in it', async ({
  chat,
  context,
}) => {
  await chat.start();
  await chat.ask(hello.user);
  const second = await openSecond(context);
  await chat.send(firstTurn('days-without-end-en').user);
  await chat.waitForText(20);
  await new ConversationList(second.page).remove(hello.user);
  for (const tab of [chat, second]) {
    await expect(tab.turns('You')).toHaveCount(0);
    await expect(
      tab.page.getByRole('navigation', { name: 'Conversations' }).getByRole('listitem'),
    ).toHaveCount(0);
  }
  await chat.expectStatus('ready');
  await chat.open();
  await expect(
    chat.page.getByRole('navigation', { name: 'Conversations' }).getByRole('listitem'),
  ).toHaveCount(0);
});
