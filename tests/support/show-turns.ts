import type { Page } from '@playwright/test';
import { ConversationList } from './conversation-list.ts';

/** Imports a conversation of these turns, a question first, as a person does, and shows it. Needs no model. */
export async function showTurns(page: Page, turns: readonly string[]): Promise<void> {
  const list = new ConversationList(page);
  await list.fill([{ title: 'Imported', turns }]);
  await list.row('Imported').click();
}
