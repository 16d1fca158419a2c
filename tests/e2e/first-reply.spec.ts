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
  // noted in the page: on a fast machine the reply is over before a test has looked twice
  const noted = await page.locator('body').evaluateHandle((body) => {
    const seen = { texts: [] as string[], said: [] as string[] };
    const note = (list: string[], text: string): void => {
      if (text !== '' && text !== list.at(-1)) list.push(text);
    };
    new MutationObserver(() => {
      const reply = body.querySelector('article[aria-label=Assistant] p.text');
      note(seen.texts, reply?.textContent ?? '');
      const announcer = body.querySelector('[data-testid=announcer]');
      note(seen.said, announcer?.textContent.trim() ?? '');
    }).observe(body, { childList: true, characterData: true, subtree: true });
    return seen;
  });
  await chat.ask(user);
  expect(await chat.lastReply()).toBe(assistant);
  await expect(page.getByTestId('announcer')).toContainText('Reply finished:');
  const { texts, said } = await noted.evaluate((seen) => seen);
  expect(texts.filter((text) => !assistant.startsWith(text))).toEqual([]);
  expect(texts.filter((text) => text.length < assistant.length).length).toBeGreaterThan(2);
  expect(said).toEqual(['The assistant is answering.', expect.stringMatching(/^Reply finished:/u)]);
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
