import { violations } from '../support/axe.ts';
import { ConversationList } from '../support/conversation-list.ts';
import { DataSection } from '../support/data-section.ts';
import { expectStored } from '../support/stored-conversations.ts';
import { expect, test } from '../support/test.ts';

const LIST = [
  { title: 'Garden in March', turns: ['What do I sow?', 'Sow carrots under fleece.'] },
  {
    title: 'Train to Kyoto',
    daysAgo: 1,
    turns: ['京都へ行きたい', '新幹線で東京から京都まで行けます。'],
  },
  { title: 'Tax form', daysAgo: 3, folder: 'Work', turns: ['Which form?', 'The short one.'] },
  { title: 'Old poem', daysAgo: 400, turns: ['고양이가 좋아요', '저도 고양이를 좋아해요.'] },
  { title: 'Put away', daysAgo: 2, archived: true, turns: ['我喜欢喝绿茶', '绿茶很好。'] },
  { title: 'Shopping', daysAgo: 60, pinned: true, turns: ['Buy eggs', 'Eggs are on the list.'] },
];

for (const width of [1280, 390]) {
  test.describe(`at ${width} px`, () => {
    test.use({ viewport: { width, height: width === 390 ? 844 : 800 } });

    test('conversations are in groups, and are moved, pinned, put away and renamed by keyboard', async ({
      chat,
      page,
    }) => {
      await chat.open();
      const list = new ConversationList(page);
      await list.fill(LIST);
      const month = new Date(Date.now() - 400 * 86_400_000).toLocaleDateString('en-US', {
        month: 'long',
        year: 'numeric',
      });
      const headings = list.list.getByRole('heading');
      await expect(headings).toHaveText([
        'Pinned 1',
        'Work 1',
        'Today 1',
        'Yesterday 1',
        `${month} 1`,
        'Archived 1',
      ]);
      await expect(list.group('Pinned')).toHaveText(['Shopping']);
      await expect(list.group('Archived')).toHaveCount(0);
      await headings.last().getByRole('button').click();
      await expect(list.group('Archived')).toHaveText(['Put away']);

      // the menu by keyboard
      await list.row('Garden in March').focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('menuitem', { name: 'Rename' })).toBeFocused();
      await page.keyboard.press('ArrowUp');
      await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeFocused();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('menu')).toHaveCount(0);
      await expect(list.list.getByRole('button', { name: 'More: Garden in March' })).toBeFocused();

      await page.keyboard.press('Enter');
      await expect(page.getByRole('menuitem', { name: 'Rename' })).toBeFocused();
      await page.keyboard.press('p');
      await expect(page.getByRole('menuitem', { name: 'Pin' })).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(list.group('Pinned')).toHaveText(['Garden in March', 'Shopping']);
      // the focus went with it
      await expect(list.row('Garden in March')).toBeFocused();

      await page.keyboard.press('F2');
      await expect(list.list.getByRole('textbox')).toBeFocused();
      await page.keyboard.type('Vegetables');
      await page.keyboard.press('Escape');
      await expect(list.row('Garden in March')).toBeFocused();
      await page.keyboard.press('F2');
      await expect(list.list.getByRole('textbox')).toBeFocused();
      await page.keyboard.type('Vegetables');
      await page.keyboard.press('Enter');
      await expect(list.row('Vegetables')).toBeFocused();
      // without a title it gets the one from its first message
      await list.choose('Vegetables', 'Rename');
      await expect(list.list.getByRole('textbox')).toBeFocused();
      await page.keyboard.press('Delete');
      await page.keyboard.press('Enter');
      await expect(list.row('What do I sow?')).toBeFocused();

      await list.choose('What do I sow?', 'Move to folder…');
      const dialog = page.getByRole('dialog', { name: 'Move to folder' });
      await dialog.getByRole('textbox', { name: 'Folder name' }).fill('Home');
      await page.keyboard.press('Enter');
      await expect(list.group('Home')).toHaveText(['What do I sow?']);
      await list.choose('What do I sow?', 'Move to folder…');
      await expect(dialog.getByRole('radio', { name: 'Home' })).toBeChecked();
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
      await expect(list.list).toBeVisible();
      await list.choose('What do I sow?', 'Move to folder…');
      await dialog.getByRole('radio', { name: 'No folder' }).check();
      await dialog.getByRole('button', { name: 'Move' }).click();
      await expect(list.group('Today')).toHaveText(['What do I sow?']);

      await list.choose('Put away', 'Unarchive');
      await expect(list.group('Last 7 days')).toHaveText(['Put away']);

      // all of it is stored, and is in the file that goes out
      await expectStored(page);
      await page.reload();
      await list.show();
      await expect(list.group('Last 7 days')).toHaveText(['Put away']);
      const data = new DataSection(page);
      await data.open();
      const { text } = await data.export('Export all conversations');
      expect(text).toContain('"folder":"Work"');
      expect(text).toContain('"pinned":true');
      expect(text).not.toContain('archived');
    });

    test('titles and texts are found in four languages, and a result opens at its message', async ({
      chat,
      page,
    }) => {
      await chat.open();
      const list = new ConversationList(page);
      const filler = Array.from(
        { length: 30 },
        (_, at) => `Line ${at}. ${'and so on '.repeat(40)}`,
      );
      await list.fill([
        ...LIST,
        { title: 'Long one', turns: ['The needle is here', ...filler, 'End.'] },
        { title: 'Two replies', turns: ['Tell me', 'No.'], otherReply: 'A hidden treasure.' },
      ]);
      const status = list.list.getByRole('status');
      for (const [query, title] of [
        ['carr', 'Garden in March'],
        ['kyoto', 'Train to Kyoto'],
        ['東京から', 'Train to Kyoto'],
        ['고양', 'Old poem'],
        ['绿茶', 'Put away'],
        ['ＥＧＧＳ', 'Shopping'],
      ] as const) {
        await list.searchBox.fill(query);
        await expect(status).toHaveText('1 conversation');
        await expect(list.rows).toContainText([title]);
      }
      // a voice reads it, and a font draws it, in its own language
      await list.searchBox.fill('東京から');
      await expect(list.rows.locator('[lang=ja]')).toContainText('東京から');
      await list.searchBox.fill('東京都');
      await expect(status).toHaveText('No conversation matches.');
      await list.searchBox.fill('carr');
      await expect(list.rows.locator('mark')).toHaveText(['carr']);
      await page.keyboard.press('Escape');
      await expect(list.searchBox).toHaveValue('');
      await expect(list.group('Yesterday')).toHaveCount(1);

      await list.searchBox.fill('needle');
      await expect(list.rows.locator('mark')).toHaveText(['needle']);
      await list.open(list.rows.getByRole('button'));
      await expect(chat.turns('You').first()).toBeInViewport();
      await list.searchBox.fill('treasure');
      await expect(list.rows.locator('mark')).toHaveText(['treasure']);
      await list.open(list.rows.getByRole('button'));
      await expect(chat.turns('Assistant').last()).toContainText('A hidden treasure.');
      // what has changed since is found, too
      await list.searchBox.fill('');
      await list.choose('Tax form', 'Rename');
      await expect(list.list.getByRole('textbox')).toBeFocused();
      await page.keyboard.type('Declaration');
      await page.keyboard.press('Enter');
      await list.searchBox.fill('declar');
      await expect(status).toHaveText('1 conversation');
    });

    test('what is deleted can be brought back for some seconds, and stays gone after', async ({
      chat,
      page,
    }) => {
      await chat.open();
      const list = new ConversationList(page);
      await list.fill(LIST);
      await list.open(list.row('Garden in March'));
      await list.choose('Garden in March', 'Delete');
      await expect(list.row('Garden in March')).toHaveCount(0);
      await expect(chat.turns('You')).toHaveCount(0);
      // the focus is still in the list
      await expect
        .poll(() => list.list.evaluate((nav) => nav.contains(document.activeElement)))
        .toBe(true);
      await expect(page.getByText('Conversation deleted.')).toBeVisible();
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect(list.row('Garden in March')).toBeVisible();
      await page.reload();
      await list.show();
      await expect(list.row('Garden in March')).toBeVisible();

      // a page that goes in between brings nothing back
      await list.row('Garden in March').focus();
      await page.keyboard.press('Delete');
      await page.reload();
      await list.show();
      await expect(list.row('Tax form')).toBeVisible();
      await expect(list.row('Garden in March')).toHaveCount(0);

      await list.remove('Tax form');
      await expect
        .poll(() => page.evaluate(() => localStorage.getItem('mamori:removed-conversations')))
        .toBeNull();
    });

    test('several are selected, and moved, put away, exported and deleted together', async ({
      chat,
      page,
    }) => {
      await chat.open();
      const list = new ConversationList(page);
      await list.fill(LIST);
      await list.list.getByRole('button', { name: 'Select conversations' }).click();
      for (const title of ['Garden in March', 'Shopping']) {
        await list.list.getByRole('checkbox', { name: title }).check();
      }
      await expect(list.list.getByRole('status')).toHaveText('Selected: 2');
      const waiting = page.waitForEvent('download');
      await list.list.getByRole('button', { name: 'Export' }).click();
      expect((await waiting).suggestedFilename()).toMatch(/\.mamori$/u);
      await list.list.getByRole('button', { name: 'Move to folder…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Move to folder' });
      await dialog.getByRole('radio', { name: 'Work' }).check();
      await dialog.getByRole('button', { name: 'Move' }).click();
      await expect(list.group('Work')).toHaveText(['Garden in March', 'Tax form', 'Shopping']);
      await list.list.getByRole('button', { name: 'Archive', exact: true }).click();
      await expect(list.list.getByRole('heading', { name: 'Archived' })).toContainText('3');

      await list.list.getByRole('button', { name: 'Select conversations' }).click();
      await list.list.getByRole('checkbox', { name: 'Select all' }).check();
      await expect(list.list.getByRole('status')).toHaveText('Selected: 6');
      await list.list.getByRole('button', { name: 'Delete', exact: true }).click();
      await expect(list.list).toContainText('Your conversations will be listed here.');
      await expect(page.getByText('Conversations deleted: 6.')).toBeVisible();
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect(list.row('Train to Kyoto')).toBeVisible();
    });

    for (const colorScheme of ['light', 'dark'] as const) {
      test(`no violation of accessibility rules, ${colorScheme}`, async ({ chat, page }) => {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await chat.open();
        const list = new ConversationList(page);
        await list.show();
        expect(await violations(page)).toEqual([]);
        await list.fill(LIST);
        expect(await violations(page)).toEqual([]);
        await list.list.getByRole('button', { name: 'More: Train to Kyoto' }).click();
        await expect(page.getByRole('menu')).toBeVisible();
        expect(await violations(page)).toEqual([]);
        await page.getByRole('menuitem', { name: 'Move to folder…' }).click();
        await expect(page.getByRole('dialog')).toBeVisible();
        expect(await violations(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await list.searchBox.fill('京都');
        await expect(list.rows).toHaveCount(1);
        expect(await violations(page)).toEqual([]);
        await list.searchBox.fill('');
        await list.list.getByRole('button', { name: 'Select conversations' }).click();
        await list.list.getByRole('checkbox', { name: 'Train to Kyoto' }).check();
        expect(await violations(page)).toEqual([]);
        await list.list.getByRole('button', { name: 'Delete', exact: true }).click();
        await expect(page.getByText('Conversation deleted.')).toBeVisible();
        expect(await violations(page)).toEqual([]);
      });
    }
  });
}

test('a conversation is dragged onto a folder, and out of it', async ({ chat, page }) => {
  await chat.open();
  const list = new ConversationList(page);
  await list.fill(LIST);
  const heading = (name: string) => list.list.getByRole('heading', { name }).getByRole('button');
  await list.row('Garden in March').dragTo(heading('Work'));
  await expect(list.group('Work')).toHaveText(['Garden in March', 'Tax form']);
  await list.row('Tax form').dragTo(heading('Yesterday'));
  await expect(list.group('Last 7 days')).toHaveText(['Tax form']);
});

test('of many conversations only those in view are in the page, and the focus goes through all of them', async ({
  chat,
  page,
}) => {
  await chat.open();
  const list = new ConversationList(page);
  await list.fill(
    Array.from({ length: 500 }, (_, at) => ({ title: `Number ${at}`, turns: [`Question ${at}`] })),
  );
  expect(await list.rows.count()).toBeLessThan(50);
  await expect(list.rows.first()).toHaveAttribute('aria-setsize', '500');
  await list.row('Number 0').focus();
  await page.keyboard.press('ArrowDown');
  await expect(list.row('Number 1')).toBeFocused();
  // scrolled out of view, it still has the focus
  await list.list.hover();
  await page.mouse.wheel(0, 10_000);
  await expect(list.row('Number 250')).toBeVisible();
  await expect(list.row('Number 1')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(list.row('Number 2')).toBeFocused();
  await expect(list.row('Number 2')).toBeInViewport();
  await page.keyboard.press('End');
  await expect(list.row('Number 499')).toBeFocused();
  await expect(list.row('Number 499')).toBeInViewport();
  await page.keyboard.press('Home');
  await expect(list.list.getByRole('heading', { name: 'Today' }).getByRole('button')).toBeFocused();
});
