import { firstTurn } from '../support/dialogues.ts';
import { expectStored } from '../support/stored-conversations.ts';
import { expect, test } from '../support/test.ts';

test('a clock that is set back by a day changes neither the order of a conversation nor which version is shown', async ({
  chat,
  page,
}) => {
  await chat.start();
  await chat.ask('Hello');
  await page.clock.setSystemTime(Date.now() - 86_400_000);
  await chat.ask('Thank you.');
  await chat.turns('Assistant').last().getByRole('button', { name: 'Regenerate' }).click();
  await chat.expectStatus('ready');
  await expect(chat.turns('You')).toContainText(['Hello', 'Thank you.']);
  await expect(chat.turns('Assistant').last()).toContainText('2 of 2');
  await expectStored(page);
  await page.reload();
  await chat.expectStatus('ready');
  await expect(chat.turns('You')).toContainText(['Hello', 'Thank you.']);
  expect(await chat.lastReply()).toBe(firstTurn('thanks-en').assistant);
});
