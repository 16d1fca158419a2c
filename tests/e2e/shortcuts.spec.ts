import { violations } from '../support/axe.ts';
import { ConversationList } from '../support/conversation-list.ts';
import { expect, test } from '../support/test.ts';

test('the app is driven by keyboard alone: list of shortcuts, search, conversations, edit, delete, composer', async ({
  chat,
  page,
}) => {
  await chat.open();
  const list = new ConversationList(page);
  await list.fill([
    { title: 'First', turns: ['One?', 'Yes, one.'] },
    { title: 'Second', turns: ['Two?', 'Yes, two.'] },
  ]);
  await page.locator('body').press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help).toContainText('Search conversations');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();

  // a question mark in a message is no wish for help
  await chat.composer.press('?');
  await expect(chat.composer).toHaveValue('?');
  await expect(help).toBeHidden();

  await page.keyboard.press('Alt+ArrowDown');
  await expect(chat.turns('You')).toContainText(['One?']);
  await page.keyboard.press('Alt+ArrowDown');
  await expect(chat.turns('You')).toContainText(['Two?']);
  await page.keyboard.press('Alt+ArrowUp');
  await expect(chat.turns('You')).toContainText(['One?']);

  await page.keyboard.press('Control+Shift+E');
  await expect(page.getByRole('textbox', { name: 'Edit' })).toBeFocused();
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+b');
  await expect(list.list).toBeHidden();
  await page.keyboard.press('Control+k');
  await expect(list.searchBox).toBeFocused();
  await page.keyboard.press('Control+Shift+L');
  await expect(chat.composer).toBeFocused();

  await page.keyboard.press('Control+Shift+D');
  await expect(page.getByText('Conversation deleted.')).toBeVisible();
  await expect(list.row('First')).toHaveCount(0);
  await page.keyboard.press('Control+Shift+O');
  await expect(chat.turns('You')).toHaveCount(0);
  await expect(chat.composer).toBeFocused();
});
