import { DataSection } from '../support/data-section.ts';
import { firstTurn } from '../support/dialogues.ts';
import { expect, test } from '../support/test.ts';

const MARIA = 'My name is Maria.';

test('conversations leave as a file, are deleted, and come back from it as they were', async ({
  chat,
  page,
}) => {
  await chat.start();
  await chat.ask('Hello');
  await chat.turns('Assistant').last().getByRole('button', { name: 'Regenerate' }).click();
  await chat.expectStatus('ready');
  await page.getByRole('button', { name: 'New chat' }).click();
  await chat.ask(MARIA);
  const list = page.getByRole('navigation', { name: 'Conversations' });

  const data = new DataSection(page);
  const settings = data.dialog;
  await data.open();
  const { name, text } = await data.export('Export all conversations');
  expect(name).toMatch(/^mamori-chats-\d{4}-\d{2}-\d{2}\.mamori$/u);

  page.once('dialog', (dialog) => void dialog.accept());
  await settings.getByRole('button', { name: 'Delete all conversations' }).click();
  await expect(settings.getByRole('status')).toHaveText('All conversations were deleted.');
  await page.keyboard.press('Escape');
  await expect(list.getByRole('listitem')).toHaveCount(0);
  await page.reload();
  await chat.expectStatus('ready');
  await expect(list.getByRole('listitem')).toHaveCount(0);

  await data.open();
  await data.import(text, name);
  await data.expectImported(2);
  await page.keyboard.press('Escape');
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await page.reload();
  await list.getByRole('button', { name: 'Hello', exact: true }).click();
  await expect(chat.turns('You')).toHaveText(['Hello']);
  await expect(chat.turns('Assistant').last()).toContainText('2 of 2');
  expect(await chat.lastReply()).toBe(firstTurn('hello-en').assistant);
  await chat.expectStatus('ready');
  await chat.expectAnswer('thanks-en');
});

test('a file that is none, and one that would run something, change nothing but the sentence', async ({
  chat,
  page,
}) => {
  await chat.start();
  await chat.ask('Hello');
  const data = new DataSection(page);
  const settings = data.dialog;
  await data.open();
  const { text } = await data.export('Export this conversation');
  for (const [content, sentence] of [
    ['no conversation', 'not a file with conversations that Mamori can read'],
    [text.replace('"version":1', '"version":2'), 'written by a newer version'],
    [text.replace('"role":"user"', '"role":"system"'), 'damaged or was changed'],
  ] as const) {
    await data.import(content);
    await expect(settings.getByRole('status')).toContainText(sentence);
  }
  await page.keyboard.press('Escape');
  const list = page.getByRole('navigation', { name: 'Conversations' });
  await expect(list.getByRole('listitem')).toHaveCount(1);

  await data.open();
  const markup = '<img src=x onerror=alert(1)>';
  await data.import(text.replaceAll('"Hello"', JSON.stringify(markup)));
  await data.expectImported(1);
  await page.keyboard.press('Escape');
  await list.getByRole('button', { name: markup, exact: true }).click();
  await expect(chat.turns('You')).toHaveText([markup]);
});

test('a file that the device opens with the app is imported, and the settings say so', async ({
  chat,
  page,
}) => {
  // no test can make a system open a file with an installed app: its queue is handed over here
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'launchQueue', {
      value: {
        setConsumer: (consume: unknown) => Object.assign(globalThis, { launch: consume }),
      },
    });
  });
  await chat.start();
  await chat.ask('Hello');
  const data = new DataSection(page);
  await data.open();
  const { text } = await data.export('Export this conversation');
  await page.keyboard.press('Escape');
  await page.evaluate((content) => {
    const file = new File([content], 'chats.mamori');
    const { launch } = globalThis as unknown as { launch: (launch: unknown) => void };
    launch({ files: [{ getFile: () => Promise.resolve(file) }] });
  }, text);
  await data.expectImported(1);
  await page.keyboard.press('Escape');
  const list = page.getByRole('navigation', { name: 'Conversations' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
});
