import { expect, type Locator, type Page } from '@playwright/test';
import { DataSection } from './data-section.ts';
import { writeArchive, type WrittenConversation } from './written-conversations.ts';

/** From here on the list is beside the chat and not over it. */
const WIDE_PX = 960;

/** The list of conversations, as a person uses it. */
export class ConversationList {
  readonly page: Page;
  readonly list: Locator;

  constructor(page: Page) {
    this.page = page;
    this.list = page.getByRole('navigation', { name: 'Conversations' });
  }

  get searchBox(): Locator {
    return this.list.getByRole('searchbox', { name: 'Search conversations' });
  }

  get rows(): Locator {
    return this.list.getByRole('listitem');
  }

  /** The conversations of one group, by the name of the group. */
  group(name: string): Locator {
    return this.list.getByRole('list', { name, exact: true }).getByRole('listitem');
  }

  row(title: string): Locator {
    return this.list.getByRole('button', { name: title, exact: true });
  }

  /** Puts conversations into the app and shows the list. */
  async fill(conversations: readonly WrittenConversation[]): Promise<void> {
    await this.show();
    const data = new DataSection(this.page);
    await data.open();
    await data.import(writeArchive(conversations));
    await data.expectImported(conversations.length);
    await this.page.keyboard.press('Escape');
    await this.show();
  }

  /** Opens the drawer where there is one. */
  async show(): Promise<void> {
    const button = this.page.getByRole('button', { name: 'Show conversations' });
    if (await button.isVisible()) await button.click();
    await expect(this.list).toBeVisible();
  }

  /** Presses a row or a result, which closes a drawer, and shows the list again. */
  async open(row: Locator): Promise<void> {
    await row.click();
    if ((this.page.viewportSize()?.width ?? 0) < WIDE_PX) await expect(this.list).toBeHidden();
    await this.show();
  }

  /** Chooses something in the menu of a conversation. */
  async choose(title: string, item: string): Promise<void> {
    await this.list.getByRole('button', { name: `More: ${title}`, exact: true }).click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  /** Deletes a conversation for good. */
  async remove(title: string): Promise<void> {
    await this.choose(title, 'Delete');
    const undo = this.page.getByRole('button', { name: 'Undo', exact: true });
    await expect(undo).toBeVisible();
    await expect(undo).toHaveCount(0);
  }
}
