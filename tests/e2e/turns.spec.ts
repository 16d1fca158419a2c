import { violations } from '../support/axe.ts';
import { firstTurn } from '../support/dialogues.ts';
import { showTurns } from '../support/show-turns.ts';
import { expectStored } from '../support/stored-conversations.ts';
import { expect, test } from '../support/test.ts';
import type { ChatPage } from '../support/chat-page.ts';
import type { Locator } from '@playwright/test';

const TURNS = ['What do I sow?', 'Sow carrots.\n\nThen wait.', 'And in May?', 'Beans.'];

async function choose(chat: ChatPage, turn: Locator, item: string | RegExp): Promise<void> {
  await turn.getByRole('button', { name: 'More actions' }).click();
  await chat.page.getByRole('menuitem', { name: item }).click();
}

for (const width of [1280, 390]) {
  test.describe(`at ${width} px`, () => {
    test.use({ viewport: { width, height: width === 390 ? 844 : 800 } });

    test('a turn is quoted into the composer, pinned, and deleted with what follows and brought back', async ({
      chat,
      page,
    }) => {
      await chat.open();
      await showTurns(page, TURNS);
      await expect(chat.turns('You')).toHaveCount(2);

      // below what is already typed
      await chat.composer.fill('About this:');
      await choose(chat, chat.turns('Assistant').first(), 'Quote');
      await expect(chat.composer).toHaveValue('About this:\n\n> Sow carrots.\n>\n> Then wait.\n\n');
      await expect(chat.composer).toBeFocused();

      await choose(chat, chat.turns('You').first(), /^Pin/u);
      await expect(chat.turns('You').first()).toContainText('Pinned');
      await expectStored(page);
      await page.reload();
      await expect(chat.turns('You').first()).toContainText('Pinned');
      await choose(chat, chat.turns('You').first(), 'Unpin');
      await expect(chat.turns('You').first()).not.toContainText('Pinned');

      await choose(chat, chat.turns('You').last(), 'Delete with what follows');
      await expect(chat.turns('You')).toHaveCount(1);
      await expect(page.getByText('Turns deleted: 2.')).toBeVisible();
      await page.getByRole('button', { name: 'Undo', exact: true }).click();
      await expect(chat.turns('Assistant')).toHaveCount(2);
      await expectStored(page);
      await page.reload();
      await expect(chat.turns('Assistant').last()).toContainText('Beans.');

      // the first question is all of the conversation
      await choose(chat, chat.turns('You').first(), 'Delete with what follows');
      await expect(chat.turns('You')).toHaveCount(0);
      await expectStored(page);
      await page.reload();
      await chat.expectStatus('needs-model');
      await expect(page.getByRole('article')).toHaveCount(0);
    });
  });
}

test('without a voice of this device nothing is offered to be read aloud', async ({
  chat,
  page,
}) => {
  await chat.open();
  await showTurns(page, TURNS);
  await chat.turns('Assistant').last().getByRole('button', { name: 'More actions' }).click();
  await expect(page.getByRole('menuitem', { name: 'Quote' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'Read aloud' })).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
});

test('a reply is written again with other settings, the context gauge counts, and a branch can be deleted', async ({
  chat,
  page,
}) => {
  await chat.start();
  const { user, assistant } = firstTurn('capital-france-en');
  await chat.ask(user);
  const gauge = page.getByRole('button', { name: /^Context window: about \d+ \/ [\d,]+ tokens$/u });
  await expect(gauge).toBeVisible();
  const count = async (): Promise<number> =>
    Number(/about (\d+) \//u.exec((await gauge.getAttribute('aria-label')) ?? '')?.[1]);
  const before = await count();
  // a letter is at least a token of the tests' small model or part of one: longer text, more tokens
  await chat.composer.fill('word '.repeat(40));
  await expect.poll(count).toBeGreaterThan(before + 39);
  await gauge.click();
  await expect(page.getByText('the older half of the conversation is left out')).toBeVisible();
  await chat.composer.fill('');

  await choose(chat, chat.turns('Assistant').last(), 'Regenerate with other settings');
  const dialog = page.getByRole('dialog', { name: 'Regenerate with other settings' });
  await dialog.getByLabel('Longest reply, in tokens').fill('2');
  await dialog.getByRole('button', { name: 'Regenerate', exact: true }).click();
  await expect(chat.turns('Assistant').last()).toContainText('2 of 2');
  await chat.expectStatus('ready');
  expect((await chat.lastReply()).length).toBeLessThan(assistant.length);
  // for that reply alone
  await chat.openReplySettings();
  await expect(page.getByLabel('Longest reply, in tokens')).toHaveValue('');
  await page.keyboard.press('Escape');

  // the other version comes into view
  await choose(chat, chat.turns('Assistant').last(), 'Delete with what follows');
  await expect.poll(() => chat.lastReply()).toBe(assistant);
  await expect(chat.turns('Assistant').last()).not.toContainText('of 2');
});
