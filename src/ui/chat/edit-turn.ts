import { tick } from 'svelte';
import type { Message } from '../../domain/conversation.ts';
import type { Conversations } from '../../state/conversations.svelte.ts';

/** Begins to edit a question of the open conversation; one that lies too far away to be drawn is brought into view. */
export async function editTurn(conversations: Conversations, { id }: Message): Promise<void> {
  const find = (): HTMLElement | null => document.getElementById(`edit-${id}`);
  if (!find()) {
    await conversations.showMessage(id);
    await tick();
  }
  find()?.click();
}
