import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';

/** The choice of a format for one conversation, as a person uses it. */
export class ExportDialog {
  readonly page: Page;
  readonly dialog: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog', { name: 'Export this conversation' });
  }

  /** Chooses a format, saves, and reads the file. */
  async save(format: string, scope?: string): Promise<{ name: string; text: string }> {
    await this.dialog.getByRole('radio', { name: format, exact: true }).check();
    if (scope !== undefined) {
      await this.dialog.getByRole('radio', { name: scope, exact: true }).check();
    }
    const waiting = this.page.waitForEvent('download');
    await this.dialog.getByRole('button', { name: 'Save file' }).click();
    const download = await waiting;
    await expect(this.dialog).toBeHidden();
    return {
      name: download.suggestedFilename(),
      text: await readFile(await download.path(), 'utf8'),
    };
  }
}
