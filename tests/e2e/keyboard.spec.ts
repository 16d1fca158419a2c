import type { Locator, Page } from '@playwright/test';
import { firstTurn } from '../support/dialogues.ts';
import { ExportDialog } from '../support/export-dialog.ts';
import { expect, test } from '../support/test.ts';

/** More than any screen has; a part that Tab never reaches is a fault. */
const MOST_STOPS = 60;

/** Presses Tab until the part has the focus, which has to be seen there. */
async function tabTo(page: Page, part: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press(key);
    const isThere = await part.evaluateAll((found) =>
      found.some((element) => element === document.activeElement),
    );
    if (!isThere) continue;
    // on the part itself or on what frames it
    const isSeen = await page.evaluate(() => {
      const visible = (element: Element | null): boolean =>
        element !== null && getComputedStyle(element).outlineStyle !== 'none';
      const element = document.activeElement;
      return visible(element) || visible(element?.closest('.chip, .field, label') ?? null);
    });
    expect(isSeen, `the focus on ${part.toString()} can be seen`).toBe(true);
    return;
  }
  throw new Error(`Tab does not lead to ${part.toString()}`);
}

test('a person with a keyboard alone begins, chats, edits, searches, sets the layer, looks at models and exports', async ({
  chat,
  page,
}) => {
  test.setTimeout(240_000);
  const { keyboard } = page;
  await chat.open();

  // first use
  await tabTo(page, page.getByRole('combobox', { name: 'Safety level' }));
  await tabTo(page, page.getByRole('button', { name: 'Download and start' }));
  await keyboard.press('Enter');
  await chat.expectStatus('ready');

  // chat
  const france = firstTurn('capital-france-en');
  await tabTo(page, chat.composer);
  await keyboard.type(france.user);
  await keyboard.press('Enter');
  await expect(chat.turns('Assistant')).toHaveCount(1);
  await chat.expectStatus('ready');
  expect(await chat.lastReply()).toBe(france.assistant);
  await expect(chat.composer).toBeFocused();

  // edit
  const hello = firstTurn('hello-en');
  await tabTo(page, chat.turns('You').getByRole('button', { name: 'Edit' }), 'Shift+Tab');
  await keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Edit' })).toBeFocused();
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type(hello.user);
  await keyboard.press('Enter');
  await expect(chat.turns('You')).toContainText('2 of 2');
  await chat.expectStatus('ready');
  expect(await chat.lastReply()).toBe(hello.assistant);

  // search
  await keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await keyboard.type('Paris');
  await expect(page.locator('mark').first()).toBeVisible();
  await keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: /Paris/u })).toBeFocused();
  await keyboard.press('Enter');
  // the branch on which it was said
  await expect(chat.turns('You')).toContainText('1 of 2');

  // the safety layer
  const safetyButton = page.getByRole('button', { name: 'Safety', exact: true });
  await tabTo(page, safetyButton, 'Shift+Tab');
  await keyboard.press('Enter');
  const safety = page.getByRole('dialog', { name: 'Safety' });
  await expect(safety).toBeVisible();
  await tabTo(page, safety.getByRole('radio', { name: 'Off' }));
  await keyboard.press('ArrowDown');
  await expect(safety.getByRole('radio', { name: 'Minimal' })).toBeChecked();
  await keyboard.press('ArrowUp');
  await expect(safety.getByRole('radio', { name: 'Off' })).toBeChecked();
  await keyboard.press('Escape');
  await expect(safety).toBeHidden();
  await expect(safetyButton).toBeFocused();

  // models
  const modelsButton = page.getByRole('button', { name: 'Models', exact: true });
  await tabTo(page, modelsButton, 'Shift+Tab');
  await keyboard.press('Enter');
  const models = page.getByRole('dialog', { name: 'Models' });
  await expect(models).toBeVisible();
  await tabTo(page, models.getByRole('button', { name: /^Unload|^Verify|^More/u }).first());
  await keyboard.press('Escape');
  await expect(modelsButton).toBeFocused();

  // export, by a command
  await tabTo(page, chat.composer);
  await keyboard.type('/export');
  await expect(chat.suggestion).toContainText('/export');
  await keyboard.press('Enter');
  const exporting = new ExportDialog(page);
  await expect(exporting.dialog).toBeVisible();
  await tabTo(page, exporting.dialog.getByRole('radio', { name: 'Markdown' }));
  await tabTo(page, exporting.dialog.getByRole('button', { name: 'Save file' }));
  const download = page.waitForEvent('download');
  await keyboard.press('Enter');
  expect((await download).suggestedFilename()).toMatch(/\.md$/u);
  await expect(chat.composer).toBeFocused();

  // and a list of all keys
  await tabTo(page, modelsButton, 'Shift+Tab');
  await keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
});
