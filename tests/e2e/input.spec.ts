import { firstTurn } from '../support/dialogues.ts';
import { expect, test } from '../support/test.ts';

test('an empty message cannot be sent', async ({ chat, page }) => {
  await chat.start();
  await expect(chat.sendButton).toBeDisabled();
  await chat.composer.fill(' \n\t ');
  await expect(chat.sendButton).toBeDisabled();
  await chat.composer.press('Enter');
  await expect(page.getByRole('article')).toHaveCount(0);
});

test('a message longer than the context window is kept, and can be shortened and sent again', async ({
  chat,
  page,
}) => {
  await chat.start();
  const long = 'lorem ipsum '.repeat(8_400);
  expect(long.length).toBeGreaterThan(100_000);
  await chat.send(long);
  await expect(chat.alert).toContainText('longer than the model can read at once (2048 tokens)');
  expect((await chat.turns('You').last().locator('p.text').textContent())?.length).toBe(
    long.length,
  );
  await chat.expectStatus('ready');

  await chat.alert.getByRole('button', { name: 'Edit the message' }).click();
  await page.getByRole('textbox', { name: 'Edit' }).fill('Hello');
  await page.getByRole('button', { name: 'Send as a new version' }).click();
  await chat.waitForText(5);
  await chat.expectStatus('ready');
  expect(await chat.lastReply()).toBe(firstTurn('hello-en').assistant);
});

test('a conversation that outgrows the context window goes on without its oldest turns, and says so', async ({
  chat,
}) => {
  test.setTimeout(240_000);
  await chat.start();
  // two questions of which one fits into 2,048 tokens and both do not; their replies do not matter
  for (const words of ['stone river ', 'cloud lamp ']) {
    await chat.send(words.repeat(280));
    await chat.waitForText(3);
    await chat.composer.press('Escape');
    await chat.expectStatus('ready');
  }
  await chat.ask('Hello');
  await expect(chat.turns('Assistant').last()).toContainText('were left out');
  expect(await chat.lastReply()).toBe(firstTurn('hello-en').assistant);
});

for (const id of [
  'dollar-signs-en',
  'backslashes-en',
  'special-token-en',
  'placeholder-en',
  'user-html-en',
]) {
  test(`${id}: awkward characters reach the model and come back unchanged`, async ({ chat }) => {
    await chat.start();
    const { user, assistant } = firstTurn(id);
    // the model was taught the neutralised form; a person types the plain one
    const typed = user.replaceAll('\u200d', '');
    await chat.ask(typed);
    expect(await chat.lastReply()).toBe(assistant);
    expect(await chat.turns('You').last().locator('p.text').textContent()).toBe(typed);
  });
}

test.describe('formatted', () => {
  test.use({ replyFormat: 'formatted' });

  test('markup in a reply is text: no element, no dialog, no request comes of it', async ({
    chat,
    page,
  }) => {
    let dialogs = 0;
    page.on('dialog', (dialog) => {
      dialogs += 1;
      void dialog.dismiss();
    });
    await chat.start();
    for (const [id, shown] of [
      ['html-injection-en', '<script>alert(1)</script><img src=x onerror=alert(2)>'],
      [
        'javascript-link-en',
        '<a href="javascript:alert(4)">raw</a> <iframe src="https://example.com"',
      ],
      ['injection-ja', ''],
    ] as const) {
      await chat.ask(firstTurn(id).user);
      await expect(chat.turns('Assistant').last()).toContainText(shown);
    }
    await expect(chat.turns('Assistant').nth(1)).toContainText('[Click me](javascript:alert(1))');
    await expect(chat.log.locator('script, img, iframe, a, svg:not([aria-hidden])')).toHaveCount(0);
    expect(dialogs).toBe(0);
  });
});

test('Enter that ends a Japanese, Korean or Chinese composition does not send', async ({
  chat,
  page,
}) => {
  await chat.start();
  await chat.composer.fill('こんにちは');
  await chat.composer.evaluate((field) => {
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }),
    );
  });
  await expect(page.getByRole('article')).toHaveCount(0);
  await chat.composer.press('Shift+Enter');
  await expect(page.getByRole('article')).toHaveCount(0);
  await chat.composer.press('Enter');
  await expect(chat.turns('You')).toHaveCount(1);
});

test('hammering Send sends once', async ({ chat, page }) => {
  await chat.start();
  await chat.composer.fill('Hello');
  await page.evaluate(() => {
    const form = document.querySelector('form');
    form?.requestSubmit();
    form?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    const field = document.querySelector('textarea');
    field?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  });
  await chat.waitForText(5);
  await chat.expectStatus('ready');
  await expect(chat.turns('You')).toHaveCount(1);
  await expect(chat.turns('Assistant')).toHaveCount(1);
});
