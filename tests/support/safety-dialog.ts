import { expect, type Locator, type Page } from '@playwright/test';

export interface ShownScores {
  findings: Record<string, string>;
  /** By category, as shown to four decimals in the markup. */
  categories: Record<string, number>;
}

/** The Safety dialog as a person uses it. */
export class SafetyDialog {
  readonly page: Page;
  readonly dialog: Locator;
  readonly text: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog', { name: 'Safety', exact: true });
    this.text = this.dialog.getByRole('textbox', { name: 'Text to score' });
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Safety', exact: true }).click();
    await expect(this.dialog).toBeVisible();
  }

  /** Opens it and gets the classifier, as a newcomer does. */
  async install(): Promise<void> {
    await this.open();
    await this.dialog.getByRole('button', { name: 'Download' }).click();
    await this.expectReady();
  }

  async expectReady(): Promise<void> {
    await expect(this.dialog).toContainText('Ready · version', { timeout: 60_000 });
  }

  async score(text: string, side: 'prompt' | 'response' = 'prompt'): Promise<ShownScores> {
    await this.text.fill(text);
    const name = side === 'prompt' ? 'A person' : 'The assistant';
    await this.dialog.getByRole('radio', { name }).check();
    await this.dialog.getByRole('button', { name: 'Score' }).click();
    await this.dialog.locator('tr[data-category]').first().waitFor();
    return this.dialog.evaluate((root) => {
      const levels = ['minimal', 'standard', 'strict'];
      const findings = [...root.querySelectorAll<HTMLElement>('[data-finding]')].map(
        (element, at) => [levels[at] ?? '', element.dataset['finding'] ?? ''] as const,
      );
      const categories = [...root.querySelectorAll<HTMLElement>('tr[data-category]')].map(
        ({ dataset }) => [dataset['category'] ?? '', Number(dataset['score'])] as const,
      );
      return {
        findings: Object.fromEntries(findings),
        categories: Object.fromEntries(categories),
      };
    });
  }
}
