import type { Page } from '@playwright/test';
import { attach, docxFile, pdfFile, textFile } from '../support/attachments.ts';
import { violations } from '../support/axe.ts';
import { firstTurn } from '../support/dialogues.ts';
import { showTurns } from '../support/show-turns.ts';
import { expect, test } from '../support/test.ts';
import { writeArchive } from '../support/written-conversations.ts';

const NAME = 'Add to the message';

/** Drops a file on the chat, as from a folder of the device. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([fileName = '', content = '']) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], fileName));
      return transfer;
    },
    [name, text],
  );
  await page.dispatchEvent('main', 'dragenter', { dataTransfer: data });
  await expect(page.getByText('Drop files to attach them')).toBeVisible();
  await page.dispatchEvent('main', 'drop', { dataTransfer: data });
  await expect(page.getByText('Drop files to attach them')).toHaveCount(0);
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 390]) {
    test(`menu, attachments, commands, prompts and help are accessible: ${colorScheme}, ${width} px`, async ({
      chat,
      page,
    }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: width === 390 ? 844 : 800 });
      await chat.open();
      const shoot = async (name: string): Promise<void> => {
        expect(await violations(page), name).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        expect(overflow, name).toBeLessThanOrEqual(0);
        const folder = process.env['MAMORI_SCREENSHOTS'];
        if (folder) {
          await page.screenshot({ path: `${folder}/${name}-${colorScheme}-${width}.png` });
        }
      };
      await page.getByRole('button', { name: NAME }).click();
      await expect(page.getByRole('menuitem')).toHaveCount(3);
      await shoot('menu');
      await page.keyboard.press('Escape');
      const list = await attach(page, [
        textFile('a rather long name of a file that somebody keeps.csv', 'id,name\n'.repeat(3_000)),
        textFile('nothing.txt', ''),
      ]);
      await expect(list).toContainText('tokens');
      await expect(list).toContainText('no text in this file');
      await expect(page.getByRole('radio', { name: 'Only the beginning' })).toBeVisible();
      await shoot('attachments');
      await chat.composer.fill('/');
      await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(7);
      await shoot('commands');
      await chat.chooseSuggestion('/prompts');
      await page.getByRole('button', { name: 'Add four samples' }).click();
      await expect(page.getByRole('button', { name: /^Summarise/u })).toBeVisible();
      await shoot('prompts');
      await page.getByRole('button', { name: 'Edit Summarise' }).click();
      await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
      await shoot('prompt-form');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('button', { name: /^Summarise/u }).click();
      await expect(page.getByRole('button', { name: 'Put into the message' })).toBeVisible();
      await shoot('variables');
      await page.keyboard.press('Escape');
      await chat.chooseSuggestion('/help');
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
      await shoot('help');
    });
  }
}

test('files come by picker, drop and paste, and go again; a dropped archive is imported', async ({
  chat,
  page,
}) => {
  await chat.open();
  const xml = Buffer.from('<w:p><w:r><w:t>From Word</w:t></w:r></w:p>');
  const list = await attach(page, [pdfFile('a.pdf', 'Hello PDF'), await docxFile('b.docx', xml)]);
  const items = list.getByRole('listitem');
  await expect(items.nth(0)).toContainText('about 3 tokens');
  await expect(items.nth(1)).toContainText('about 3 tokens');
  await drop(page, 'c.py', 'print(1)');
  await expect(items.nth(2)).toContainText('c.py');
  await page.getByRole('button', { name: 'Remove a.pdf' }).click();
  await expect(items).toHaveCount(2);

  const long = 'many words '.repeat(1_000);
  await chat.composer.evaluate((field, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }, long);
  await chat.composer.fill(`Look: ${long}`);
  await page.getByRole('button', { name: 'Attach the pasted text as a file' }).click();
  await expect(items.nth(2)).toContainText('pasted text.txt');
  await expect(chat.composer).toHaveValue('Look: ');

  await drop(page, 'chats.mamori', writeArchive([{ title: 'From elsewhere' }]));
  await expect(page.getByRole('dialog', { name: 'Settings' })).toContainText('1');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('navigation', { name: 'Conversations' })).toContainText(
    'From elsewhere',
  );
});

test('commands and prompts are chosen by keys alone, and a text that is none is left in peace', async ({
  chat,
  page,
}) => {
  await chat.open();
  await chat.composer.fill('/s');
  const active = (): Promise<string | null> => chat.composer.getAttribute('aria-activedescendant');
  await expect(page.getByRole('listbox').getByRole('option').first()).toHaveAttribute(
    'aria-selected',
    'true',
  );
  const first = await active();
  await chat.composer.press('ArrowDown');
  await expect.poll(active).not.toBe(first);
  await chat.composer.press('Escape');
  await expect(page.getByRole('listbox')).toHaveCount(0);
  await expect(chat.composer).toHaveValue('/s');
  await chat.composer.fill('/usr/bin');
  await expect(page.getByRole('listbox')).toHaveCount(0);

  await chat.composer.fill('/set');
  await expect(chat.suggestion).toContainText('/settings');
  await chat.composer.evaluate((field) => {
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }),
    );
  });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await chat.composer.press('Tab');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(chat.composer).toHaveValue('');

  await chat.chooseSuggestion('/prompts');
  await page.getByRole('button', { name: 'New prompt' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('Letter');
  await page.getByRole('textbox', { name: 'Text' }).fill('Write to {{whom}} about $& and {{what}}');
  await page.getByRole('button', { name: 'Save prompt' }).click();
  await page.keyboard.press('Escape');
  await page.reload();
  // the saved prompts are read when the list opens
  await chat.chooseSuggestion('/lett', 'Letter');
  await page.getByRole('textbox', { name: 'whom' }).fill('Ada');
  await page.getByRole('textbox', { name: 'what' }).fill('$1 {{whom}}');
  await page.getByRole('button', { name: 'Put into the message' }).click();
  await expect(chat.composer).toHaveValue('Write to Ada about $& and $1 {{whom}}');
  await expect(chat.composer).toBeFocused();

  page.on('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: NAME }).click();
  await page.getByRole('menuitem', { name: 'Prompt library…' }).click();
  await page.getByRole('button', { name: 'Delete Letter' }).click();
  await expect(page.getByText('There are no prompts yet.')).toBeVisible();
});

test('the arrow up brings earlier questions back, and only from the beginning of an untouched field', async ({
  chat,
  page,
}) => {
  await chat.open();
  await showTurns(page, ['first', 'a', 'second', 'b']);
  await expect(chat.turns('You')).toHaveCount(2);
  await chat.composer.press('ArrowUp');
  await expect(chat.composer).toHaveValue('second');
  await chat.composer.press('ArrowUp');
  await expect(chat.composer).toHaveValue('first');
  await chat.composer.press('ArrowDown');
  await chat.composer.press('ArrowDown');
  await expect(chat.composer).toHaveValue('');
  await chat.composer.fill('mine');
  await chat.composer.press('Home');
  await chat.composer.press('ArrowUp');
  await expect(chat.composer).toHaveValue('mine');
});

test('a question goes with its files to the model, folded on screen, by the key that was chosen', async ({
  chat,
  page,
}) => {
  await chat.start();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('combobox', { name: 'Send a message with' }).selectOption('ctrl-enter');
  await page.keyboard.press('Escape');
  const list = await attach(page, [textFile('long.txt', 'stone river\n'.repeat(1_500))]);
  await expect(list).toContainText(/^(?!.*about).*tokens/su);
  await page.getByRole('radio', { name: 'Only the beginning' }).check();
  await chat.composer.fill(firstTurn('hello-en').user);
  await chat.composer.press('Enter');
  await expect(chat.turns('You')).toHaveCount(0);
  await chat.composer.press('Control+Enter');
  await expect(chat.turns('You')).toHaveCount(1);
  await expect(list).toHaveCount(0);
  await chat.waitForText(1);
  await chat.composer.press('Escape');
  await chat.expectStatus('ready');
  const file = chat.turns('You').getByText('long.txt (beginning only)');
  await file.click();
  await expect(chat.turns('You').getByRole('region')).toContainText('[…]');
  await expect(chat.alert).toHaveCount(0);
});
