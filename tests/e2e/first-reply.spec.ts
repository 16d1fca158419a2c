import { dialogue, firstTurn } from '../support/dialogues.ts';
import { expect, test } from '../support/test.ts';

const GREETINGS = [
  ['English', 'hello-en'],
  ['Japanese', 'hello-ja'],
  ['Korean', 'hello-ko'],
  ['Chinese', 'hello-zh'],
] as const;

for (const [language, id] of GREETINGS) {
  test(`the first reply in ${language} is the written one, byte for byte`, async ({ chat }) => {
    await chat.start();
    const { user, assistant } = firstTurn(id);
    await chat.ask(user);
    expect(await chat.lastReply()).toBe(assistant);
  });
}

test('the second turn remembers the first', async ({ chat }) => {
  await chat.start();
  for (const { user, assistant } of dialogue('name-kenji-en')) {
    await chat.ask(user);
    expect(await chat.lastReply()).toBe(assistant);
  }
});

test('text streams in: it grows while the reply is being written, and its end is announced once', async ({
  chat,
  page,
}) => {
  await chat.start();
  const { user, assistant } = firstTurn('paragraphs-en');
  await chat.send(user);
  await chat.waitForText(10);
  const early = await chat.lastReply();
  expect(assistant.startsWith(early)).toBe(true);
  expect(early.length).toBeLessThan(assistant.length);
  const announcer = page.getByTestId('announcer');
  await expect(announcer).toHaveText('The assistant is answering.');
  await chat.expectStatus('ready');
  expect(await chat.lastReply()).toBe(assistant);
  await expect(announcer).toContainText('Reply finished:');
  await expect(chat.log).toHaveAttribute('aria-live', 'off');
});

test('line breaks and spaces of a reply are kept', async ({ chat }) => {
  await chat.start();
  for (const id of ['table-en', 'leading-newline-en', 'tabs-and-spaces-en']) {
    const { user, assistant } = firstTurn(id);
    await chat.ask(user);
    expect(await chat.lastReply()).toBe(assistant);
  }
  await expect(chat.turns('Assistant').last().locator('p.text')).toHaveCSS(
    'white-space-collapse',
    'preserve',
  );
});
