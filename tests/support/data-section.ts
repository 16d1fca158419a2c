import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';

/** Conversations as files, in the settings, as a person uses them. */
export class DataSection {
  readonly page: Page;
  readonly dialog: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog', { name: 'Settings' });
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Settings', exact: true }).click();
    await expect(this.dialog).toBeVisible();
  }

  /** Presses the export button of this name, and reads the file that it saves. */
  async export(button: string): Promise<{ name: string; text: string }> {
    const waiting = this.page.waitForEvent('download');
    await this.dialog.getByRole('button', { name: button }).click();
    const download = await waiting;
    return {
      name: download.suggestedFilename(),
      text: await readFile(await download.path(), 'utf8'),
    };
  }

  /** Chooses a file with this content. */
  async import(text: string, name = 'chats.mamori'): Promise<void> {
    await this.dialog
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  }

  async expectImported(count: number): Promise<void> {
    await expect(this.dialog.getByRole('status')).toHaveText(`Conversations imported: ${count}.`);
  }
}
