import type { App } from '../../state/app.svelte.ts';
import { ChatArchives } from '../../state/chat-archives.ts';
import { nameChatFile } from '../name-chat-file.ts';
import { saveBlob } from '../save-file.ts';

/** Saves the open conversation as a file. Resolves to false where there is none or it cannot be read. */
export async function exportConversation({ conversations, chat }: App): Promise<boolean> {
  const made = await new ChatArchives(conversations, chat).exportOpen();
  if (!made?.ok) return false;
  saveBlob(nameChatFile(new Date()), made.value);
  return true;
}
