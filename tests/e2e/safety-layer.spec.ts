import { STRENGTHS } from '../../src/safety/policy/names.ts';
import { firstTurn } from '../support/dialogues.ts';
import { expect, test } from '../support/test.ts';

const LEVELS = STRENGTHS.filter((level) => level !== 'off');

test.describe('a newcomer', () => {
  test.use({ level: null });

  test('gets the classifier with the model, sees the level, and is answered through the layer', async ({
    chat,
    page,
  }) => {
    await chat.open();
    await expect(page.getByText('Its level is Standard')).toBeVisible();
    await page.getByRole('button', { name: 'Download' }).click();
    await chat.expectStatus('ready');
    await chat.ask(firstTurn('hello-en').user);
    expect(await chat.lastReply()).toBe(firstTurn('hello-en').assistant);
    await expect(chat.turns('Assistant').last()).toContainText('checked');
    await expect(page.locator('header')).toContainText('Standard');
  });
});

for (const level of LEVELS) {
  test.describe(`at level ${level}`, () => {
    test.use({ level });

    test('a harmful request is blocked before the model runs, and says why', async ({ chat }) => {
      await chat.start();
      for (const id of ['blocked-bomb-en', 'blocked-malware-en']) {
        const { user, assistant } = firstTurn(id);
        await chat.ask(user);
        const note = chat.turns('Assistant').last().getByRole('note');
        await expect(note).toHaveAccessibleName('Blocked by the safety layer');
        await note.getByRole('button', { name: 'Why?' }).click();
        await expect(note).toContainText(/scored \d\.\d\d for “.+”; the limit is \d\.\d\d/u);
        expect(await chat.lastReply()).toBe('');
        await expect(chat.log).not.toContainText(assistant);
      }
    });
  });
}
