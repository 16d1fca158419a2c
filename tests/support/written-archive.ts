import type { Page } from '@playwright/test';
import { DataSection } from './data-section.ts';

/** An archive with one conversation: a question, a reply, a question, and so on. Needs no model to be looked at. */
export function writeArchive(title: string, turns: readonly string[]): string {
  const messages = turns.map((text, at) => ({
    conversationId: 'c',
    id: `m${at}`,
    parentId: at === 0 ? null : `m${at - 1}`,
    role: at % 2 === 0 ? 'user' : 'assistant',
    createdAt: at + 1,
    text,
    status: 'complete',
    modelId: null,
    usage: null,
    droppedMessages: 0,
  }));
  return JSON.stringify({
    format: 'mamori-chats',
    version: 1,
    exportedAt: '2026-01-01T00:00:00.000Z',
    conversations: [
      {
        conversation: {
          schemaVersion: 1,
          id: 'c',
          title,
          activeLeafId: messages.at(-1)?.id,
          createdAt: 1,
          updatedAt: 1,
        },
        messages,
      },
    ],
  });
}

/** Imports a conversation of these turns as a person does, and shows it. */
export async function showTurns(page: Page, turns: readonly string[]): Promise<void> {
  const title = 'Imported';
  const sidebar = page.getByRole('button', { name: 'Show conversations' });
  if (await sidebar.isVisible()) await sidebar.click();
  const data = new DataSection(page);
  await data.open();
  await data.import(writeArchive(title, turns));
  await data.expectImported(1);
  await page.keyboard.press('Escape');
  await page
    .getByRole('navigation', { name: 'Conversations' })
    .getByRole('button', { name: title })
    .first()
    .click();
}
