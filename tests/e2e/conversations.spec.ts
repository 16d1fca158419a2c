import { ConversationList } from '../support/conversation-list.ts';
import { dialogue, firstTurn } from '../support/dialogues.ts';
import { expectReplyStored, expectStored } from '../support/stored-conversations.ts';
import { expect, test } from '../support/test.ts';

test('a reload keeps the conversation, loads the model by itself and goes on where it was', async ({
  chat,
  page,
}) => {
  const [first, second] = dialogue('name-maria-en');
  await chat.start();
  await chat.ask(first?.user ?? '');
  await expectStored(page);
  await page.reload();
  await expect(chat.turns('You')).toHaveText([first?.user ?? '']);
  await expect.poll(() => chat.lastReply()).toBe(first?.assistant);
  await chat.expectStatus('ready');
  await chat.ask(second?.user ?? '');
  expect(await chat.lastReply()).toBe(second?.assistant);
});

test('a reload in the middle of a reply keeps what had arrived and marks it as interrupted', async ({
  chat,
  page,
}) => {
  await chat.start();
  await chat.send(firstTurn('days-without-end-en').user);
  await chat.waitForText(150);
  const arrived = await chat.lastReply();
  // stored about once a second, and when the page goes away if the browser leaves it the time
  await expectReplyStored(page, arrived.length / 2);
  await page.reload();
  await expect(chat.turns('Assistant').last()).toContainText('This reply was interrupted.');
  const kept = await chat.lastReply();
  expect(kept.length).toBeGreaterThan(arrived.length / 2);
  expect(kept.startsWith(arrived.slice(0, kept.length))).toBe(true);
});

test('conversations are listed, found, renamed, opened and deleted', async ({ chat, page }) => {
  await chat.start();
  await chat.ask('Hello');
  await page.getByRole('button', { name: 'New chat' }).click();
  await chat.ask('Thank you.');
  const list = page.getByRole('navigation', { name: 'Conversations' });
  await expect(list.getByRole('listitem')).toHaveCount(2);

  await page.getByRole('textbox', { name: 'Conversation title' }).fill('Manners');
  await page.keyboard.press('Enter');
  await expect(list.getByRole('button', { name: 'Manners', exact: true })).toBeVisible();

  await page.getByRole('searchbox', { name: 'Search conversations' }).fill('mann');
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await page.getByRole('searchbox', { name: 'Search conversations' }).fill('nothing like it');
  await expect(list).toContainText('No conversation matches.');
  await page.getByRole('searchbox', { name: 'Search conversations' }).fill('');

  await list.getByRole('button', { name: 'Hello', exact: true }).click();
  // opening reads the store: what was on the screen before stays a moment
  await expect.poll(() => chat.lastReply()).toBe(firstTurn('hello-en').assistant);

  await new ConversationList(page).remove('Manners');
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await page.reload();
  await expect(list.getByRole('listitem')).toHaveCount(1);
});

test('an answer asked for again, and a question asked differently, are versions to switch between', async ({
  chat,
  page,
}) => {
  await chat.start();
  await chat.ask('Hello');
  const reply = chat.turns('Assistant').last();
  await reply.getByRole('button', { name: 'Regenerate' }).click();
  await chat.expectStatus('ready');
  await expect(reply).toContainText('2 of 2');
  await reply.getByRole('button', { name: 'Previous version' }).click();
  await expect(reply).toContainText('1 of 2');

  await chat.turns('You').last().getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Edit' }).fill('Goodbye');
  await page.getByRole('button', { name: 'Send as a new version' }).click();
  await expect(chat.turns('You')).toContainText(['Goodbye']);
  await chat.expectStatus('ready');
  expect(await chat.lastReply()).toBe(firstTurn('goodbye-en').assistant);

  await expectStored(page);
  await page.reload();
  await expect(chat.turns('You').last()).toContainText('2 of 2');
  await chat.turns('You').last().getByRole('button', { name: 'Previous version' }).click();
  await expect(chat.turns('You')).toContainText(['Hello']);
});

test('what was typed but not sent survives a reload, each conversation its own', async ({
  chat,
  page,
}) => {
  await chat.start();
  await chat.ask('Hello');
  await chat.composer.fill('half a thought');
  await page.getByRole('button', { name: 'New chat' }).click();
  await expect(chat.composer).toHaveValue('');
  await chat.composer.fill('another one');
  await page.reload();
  await expect(chat.composer).toHaveValue('another one');
  await page.getByRole('navigation').getByRole('button', { name: 'Hello', exact: true }).click();
  await expect(chat.composer).toHaveValue('half a thought');
});
