import type { ConversationTree } from './chat-archive.ts';
import { byAge, pathTo, repairLeaf, type Message } from './conversation.ts';
import { groupBy } from './group-by.ts';

/** What of a conversation is meant: what is on screen, or every version of every message. */
export type TurnScope = 'branch' | 'all';

/** A message of a conversation that is read from top to bottom. */
export interface ListedTurn {
  /** From 1. */
  number: number;
  message: Message;
  /** Which of its versions it is, from 1; null where only one is listed. */
  version: { at: number; count: number } | null;
  /** The number of the turn that it follows, where that is not the one above it; null otherwise. */
  follows: number | null;
}

/** The messages of a conversation in one row. Of `all`, what follows a version stands below it, before the next version. */
export function listTurns(
  { conversation, messages }: ConversationTree,
  scope: TurnScope,
): readonly ListedTurn[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  if (scope === 'branch') {
    const path = pathTo(byId, repairLeaf(byId, conversation.activeLeafId));
    return path.map((message, at) => ({ number: at + 1, message, version: null, follows: null }));
  }
  return listAll(messages);
}

/** Every message, walked without a stack of calls: a conversation can be as deep as it is long. */
function listAll(messages: readonly Message[]): readonly ListedTurn[] {
  const below = groupBy(messages.toSorted(byAge), ({ parentId }) => parentId);
  const turns: ListedTurn[] = [];
  const numbers = new Map<string, number>();
  const versions = countVersions(below.values());
  const waiting = (below.get(null) ?? []).toReversed();
  for (let message = waiting.pop(); message; message = waiting.pop()) {
    const number = turns.length + 1;
    const above = turns.at(-1)?.message.id ?? null;
    const isBelowOther = message.parentId !== null && message.parentId !== above;
    numbers.set(message.id, number);
    turns.push({
      number,
      message,
      version: versions.get(message.id) ?? null,
      follows: isBelowOther ? (numbers.get(message.parentId ?? '') ?? null) : null,
    });
    for (const child of (below.get(message.id) ?? []).toReversed()) waiting.push(child);
  }
  return turns;
}

/** Which version each message is of those beside it; one that is alone has none. */
function countVersions(
  siblings: Iterable<readonly Message[]>,
): ReadonlyMap<string, { at: number; count: number }> {
  const versions = new Map<string, { at: number; count: number }>();
  for (const all of siblings) {
    for (const one of groupBy(all, ({ role }) => role).values()) {
      if (one.length === 1) continue;
      for (const [at, { id }] of one.entries()) {
        versions.set(id, { at: at + 1, count: one.length });
      }
    }
  }
  return versions;
}
