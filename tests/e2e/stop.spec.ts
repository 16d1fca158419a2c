import { textOf } from '../support/chat-page.ts';
import { firstTurn } from '../support/dialogues.ts';
import { expectStored } from '../support/stored-conversations.ts';
import { expect, test } from '../support/test.ts';

const STOP_BUDGET_MS = 300;

test('Stop ends the reply within 300 ms and keeps the text so far', async ({ chat, page }) => {
  await chat.start();
  await chat.send(firstTurn('days-without-end-en').user);
  await chat.waitForText(20);

  // measured in the page, from the click to the last change of the reply
  const lastChangeMs = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const text = [...document.querySelectorAll('article p.text')].at(-1);
        const button = document.querySelector<HTMLButtonElement>(
          'form.composer button[type=submit]',
        );
        let last = performance.now();
        const observer = new MutationObserver(() => (last = performance.now()));
        if (text) observer.observe(text, { characterData: true, childList: true, subtree: true });
        const clicked = performance.now();
        button?.click();
        setTimeout(() => resolve(Math.max(0, last - clicked)), 1_500);
      }),
  );
  expect(lastChangeMs).toBeLessThan(STOP_BUDGET_MS);

  await chat.expectStatus('ready');
  const kept = await chat.lastReply();
  expect(kept.length).toBeGreaterThan(20);
  await expect(chat.turns('Assistant').last()).toContainText('You stopped this reply.');
  await expect(chat.sendButton).toBeVisible();

  await expectStored(page);
  await page.reload();
  await expect.poll(() => chat.lastReply()).toBe(kept);
});

test('the next message after a stop gets its whole reply', async ({ chat }) => {
  await chat.start();
  await chat.send(firstTurn('days-without-end-en').user);
  await chat.waitForText(5);
  await chat.stopButton.click();
  await chat.expectStatus('ready');
  await chat.expectGoesOn();
});

test('Stop at once after Send, before the first token, is not lost', async ({ chat, page }) => {
  await chat.start();
  await chat.composer.fill(firstTurn('days-without-end-en').user);
  await page.evaluate(() => {
    const button = document.querySelector<HTMLButtonElement>('form.composer button[type=submit]');
    button?.click();
    // the same button is Stop as soon as the page has drawn once
    requestAnimationFrame(() => button?.click());
  });
  await chat.expectStatus('ready');
  await expect(chat.turns('Assistant').last()).toContainText('You stopped this reply.');
  expect((await chat.lastReply()).length).toBeLessThan(40);
});

test('Escape stops too, and Enter sends', async ({ chat, page }) => {
  await chat.start();
  await chat.composer.fill(firstTurn('days-without-end-en').user);
  await page.keyboard.press('Enter');
  await chat.waitForText(5);
  await page.keyboard.press('Escape');
  await expect(chat.turns('Assistant').last()).toContainText('You stopped this reply.');
  await expect(chat.composer).toBeFocused();
});

test('a reply that never ends stops at its length limit and says so', async ({ chat, page }) => {
  await chat.start();
  await chat.openReplySettings();
  await page.getByLabel('Longest reply, in tokens').fill('60');
  await page.keyboard.press('Escape');
  await chat.send(firstTurn('days-without-end-en').user);
  await chat.expectStatus('ready');
  await expect(chat.turns('Assistant').last()).toContainText(
    'This reply reached its length limit.',
  );
  expect((await chat.lastReply()).length).toBeGreaterThan(60);
});

test('Continue goes on after a stopped reply, as a turn of its own', async ({ chat }) => {
  await chat.start();
  await chat.send(firstTurn('garden-year-en').user);
  await chat.waitForText(40);
  await chat.stopButton.click();
  await chat.expectStatus('ready');
  const stopped = await chat.lastReply();

  await chat.turns('Assistant').last().getByRole('button', { name: 'Continue' }).click();
  await expect(chat.turns('You')).toHaveCount(2);
  await expect(chat.turns('You').last()).toContainText('Continue.');
  // how it goes on depends on where it was cut off
  await chat.waitForText(0);
  expect(await textOf(chat.turns('Assistant').first())).toBe(stopped);
  await expect(
    chat.turns('Assistant').first().getByRole('button', { name: 'Continue' }),
  ).toHaveCount(0);
});
