import { groupBy } from './group-by.ts';
import { splitAttachments } from './split-attachments.ts';
import type { GenerationSettings, NumberSetting } from './generation-settings.ts';
import type { Mask, Verdict } from './verdict.ts';

/** Version of the shape of stored conversations and messages; raise it together with a migration. */
export const CONVERSATION_SCHEMA_VERSION = 1;

export type Role = 'user' | 'assistant';

/**
 * How an assistant's reply ended. `streaming` in the store means that the page went away in the middle of a reply: on
 * the next start it is read as `interrupted`. `blocked`: the safety layer ended it, or the question before it.
 */
export type MessageStatus =
  'streaming' | 'complete' | 'stopped' | 'length-limited' | 'interrupted' | 'failed' | 'blocked';

/** What a reply cost. Rates in tokens a second, as the engine measured them. */
export interface Usage {
  promptTokens: number;
  completionTokens: number;
  prefillTokensPerSecond: number;
  decodeTokensPerSecond: number;
}

/** What a person has chosen of how a reply is written. */
export type Sampling = Partial<Pick<GenerationSettings, NumberSetting | 'jsonSchema'>>;

/** One node of a conversation's tree. Only the parent is stored: children are derived, so the two cannot disagree. */
export interface Message {
  id: string;
  conversationId: string;
  parentId: string | null;
  role: Role;
  /** Exactly what was released, personal data masked: the engine's KV cache is reused only when the prompt is the same byte for byte. */
  text: string;
  status: MessageStatus;
  modelId: string | null;
  usage: Usage | null;
  /** Older messages that did not fit into the context window when this reply was made. */
  droppedMessages: number;
  /** Stays in the context window when older turns are left out. */
  isPinned?: boolean;
  /** How this reply was asked for, where that was not left to the model. */
  sampling?: Sampling;
  /** What the safety layer made of it; absent where it was off. */
  verdict?: Verdict;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

export interface Conversation {
  schemaVersion: number;
  id: string;
  /** Empty until the person names it; the list then shows the first words of the first message. */
  title: string;
  activeLeafId: string | null;
  /** Where its replies are written otherwise than those of all conversations. */
  settings?: Partial<GenerationSettings>;
  createdAt: number;
  updatedAt: number;
  /** Listed above all others; absent is no. */
  pinned?: boolean;
  /** Put away: listed below all others, and nowhere else; absent is no. */
  archived?: boolean;
  /** The name of the folder that it lies in; absent where it lies in none. A folder exists while something lies in it. */
  folder?: string;
}

/** Where a conversation is listed. */
export type Placement = Pick<Conversation, 'pinned' | 'archived' | 'folder'>;

/** In characters; a longer name of a folder is cut. */
export const FOLDER_MAX_CHARACTERS = 60;

/** A folder's name as it is kept: on one line, without what nobody sees at its ends. Empty for no folder. */
export function normalizeFolderName(name: string): string {
  const line = name.normalize('NFC').replace(/\s+/gu, ' ').trim();
  return Array.from(line).slice(0, FOLDER_MAX_CHARACTERS).join('').trimEnd();
}

/** The same conversation in another place. What is not named stays; an empty folder, or false, leaves nothing behind. */
export function placeConversation(conversation: Conversation, change: Placement): Conversation {
  const { pinned, archived, folder, ...rest } = { ...conversation, ...change };
  const name = normalizeFolderName(folder ?? '');
  return {
    ...rest,
    ...(pinned ? { pinned } : {}),
    ...(archived ? { archived } : {}),
    ...(name === '' ? {} : { folder: name }),
  };
}

export type MessagesById = ReadonlyMap<string, Message>;

/** The messages from the root to `leafId`, in order. A missing or circular parent ends the walk instead of hanging it. */
export function pathTo(messages: MessagesById, leafId: string | null): Message[] {
  const path: Message[] = [];
  const seen = new Set<string>();
  let id = leafId;
  while (id !== null && !seen.has(id)) {
    seen.add(id);
    const message = messages.get(id);
    if (!message) break;
    path.push(message);
    id = message.parentId;
  }
  return path.reverse();
}

/** What was made of a map that is never changed in place, so that a long conversation is not searched for each of its turns. */
const childrenByParent = new WeakMap<MessagesById, Map<string | null, Message[]>>();

/** What stands directly below a message, oldest first; below null, what begins the conversation. */
function childrenOf(messages: MessagesById, parentId: string | null): readonly Message[] {
  let children = childrenByParent.get(messages);
  if (!children) {
    children = groupBy([...messages.values()].sort(byAge), (message) => message.parentId);
    childrenByParent.set(messages, children);
  }
  return children.get(parentId) ?? [];
}

/** Messages with the same parent and role as `message`, oldest first: the versions between which a reader can switch. */
export function versionsOf(messages: MessagesById, message: Message): Message[] {
  return childrenOf(messages, message.parentId).filter(({ role }) => role === message.role);
}

/** The newest leaf below `messageId` (itself when it has no children): where a reader lands after switching versions. */
export function newestLeafBelow(messages: MessagesById, messageId: string): string {
  const seen = new Set<string>();
  let id = messageId;
  while (!seen.has(id)) {
    seen.add(id);
    const newest = childrenOf(messages, id).at(-1);
    if (!newest) return id;
    id = newest.id;
  }
  return messageId;
}

/** A message and all that stands below it, on whichever branch. */
export function branchFrom(messages: MessagesById, messageId: string): Message[] {
  const found = new Set<Message>();
  const waiting = [messages.get(messageId)];
  for (let message = waiting.pop(); message; message = waiting.pop()) {
    // a circle would never end
    if (found.has(message)) continue;
    found.add(message);
    waiting.push(...childrenOf(messages, message.id));
  }
  return [...found];
}

/** A leaf that exists: the stored one, or the newest message when the stored one is missing. */
export function repairLeaf(messages: MessagesById, leafId: string | null): string | null {
  if (leafId !== null && messages.has(leafId)) return leafId;
  const newest = [...messages.values()].sort(byAge).at(-1);
  return newest ? newest.id : null;
}

/** A reply that was streaming when the page went away was interrupted; everything else is as it was stored. */
export function markInterrupted(message: Message): Message {
  return message.status === 'streaming' ? { ...message, status: 'interrupted' } : message;
}

const TITLE_MAX_CHARACTERS = 60;

/**
 * What the list shows for an unnamed conversation: the first line of what its first message asks, else the name of what is
 * attached, or the empty string.
 */
export function titleFromText(text: string): string {
  const { question, attached } = splitAttachments(text);
  const said = question.trim() || (attached[0]?.name ?? '');
  const line = said.split('\n', 1)[0] ?? '';
  // by code point, so that a surrogate pair is never cut in half
  const characters = Array.from(line.replace(/\s+/gu, ' '));
  if (characters.length <= TITLE_MAX_CHARACTERS) return characters.join('');
  return `${characters
    .slice(0, TITLE_MAX_CHARACTERS - 1)
    .join('')
    .trimEnd()}…`;
}

/** Oldest first; the id decides between two of one moment. */
export function byAge(a: Message, b: Message): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}

/** What stands for personal data in a conversation so far. */
export function collectMasks(path: readonly Message[]): readonly Mask[] {
  return path.flatMap(({ verdict }) => verdict?.masks ?? []);
}
