import {
  ARCHIVE_LIMITS,
  type ArchiveFault,
  type ConversationTree,
} from '../../../domain/chat-archive.ts';
import { CONVERSATION_SCHEMA_VERSION, type Role } from '../../../domain/conversation.ts';
import type { LeftOut } from '../../../domain/chat-import.ts';
import { groupBy } from '../../../domain/group-by.ts';
import { err, type Result } from '../../../domain/result.ts';
import { checkTree } from '../read-archive.ts';

/** What a person or a model said in another program's conversation. */
export interface ForeignTurn {
  role: Role;
  text: string;
  modelId: string | null;
  /** Milliseconds since the epoch; null where the file does not say. */
  createdAt: number | null;
  isInterrupted?: boolean;
}

/** One node of another program's conversation. One without a turn only holds what hangs below it together. */
export interface ForeignNode {
  id: string;
  parentId: string | null;
  turn: ForeignTurn | null;
}

/** A conversation of another program. Nothing of it is believed yet. */
export interface ForeignConversation {
  title: string;
  createdAt: number | null;
  updatedAt: number | null;
  /** Which node was on screen. */
  leafId: string | null;
  /** Versions of a message in their order. */
  nodes: readonly ForeignNode[];
  leftOut: LeftOut;
}

/** Names of models are shown, and nothing else is done with them. */
const LONGEST_MODEL_ID = 200;

interface Draft extends Omit<ForeignTurn, 'text'> {
  id: string;
  parentId: string | null;
  /** Pieces of one text: thousands of them are put together once. */
  texts: string[];
  createdAt: number;
}

/**
 * Makes a conversation of ours, under new ids. What lies between two turns (instructions, calls of tools) is gone, so that a
 * reply that was written in several pieces around them becomes one. Error: a circle, a doubled id, or what `checkTree` finds.
 * @param now for what has no date. Milliseconds since the epoch
 */
export function buildTree(
  foreign: ForeignConversation,
  now: number,
): Result<ConversationTree, ArchiveFault> {
  const walked = walk(foreign.nodes);
  if (!walked) return err('damaged');
  const { drafts, keptFor } = joinTurns(walked, foreign.createdAt ?? now);
  const times = drafts.map(({ createdAt }) => createdAt);
  const last = times.reduce((latest, time) => Math.max(latest, time), 0);
  return checkTree({
    conversation: {
      schemaVersion: CONVERSATION_SCHEMA_VERSION,
      id: '',
      title: foreign.title.replace(/\s+/gu, ' ').trim(),
      activeLeafId: keptFor.get(foreign.leafId ?? '') ?? null,
      createdAt: foreign.createdAt ?? times[0] ?? now,
      updatedAt: foreign.updatedAt ?? (last || now),
    },
    messages: drafts.map(({ id, parentId, role, texts, modelId, createdAt, isInterrupted }) => ({
      id,
      conversationId: '',
      parentId,
      role,
      text: texts.join('\n\n'),
      status: isInterrupted ? 'interrupted' : 'complete',
      modelId: modelId?.slice(0, LONGEST_MODEL_ID) ?? null,
      usage: null,
      droppedMessages: 0,
      createdAt,
    })),
  });
}

/** Whether it has nothing that anybody said. */
export function isEmpty({ nodes }: ForeignConversation): boolean {
  return nodes.every(({ turn }) => turn === null);
}

/** Parents before what hangs below them; null where a node is never reached or is there twice. */
function walk(nodes: readonly ForeignNode[]): readonly ForeignNode[] | null {
  const ids = new Set(nodes.map(({ id }) => id));
  if (ids.size !== nodes.length) return null;
  const below = groupBy(nodes, ({ parentId }) =>
    parentId !== null && ids.has(parentId) ? parentId : null,
  );
  const order: ForeignNode[] = [];
  const waiting = (below.get(null) ?? []).toReversed();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    order.push(node);
    for (const child of (below.get(node.id) ?? []).toReversed()) waiting.push(child);
  }
  return order.length === nodes.length ? order : null;
}

/** The turns alone, each below the nearest turn before it; `keptFor` names for every node the turn that stands for it. */
function joinTurns(
  order: readonly ForeignNode[],
  startedAt: number,
): { drafts: readonly Draft[]; keptFor: ReadonlyMap<string, string> } {
  const childCounts = countTurnsBelow(order);
  const keptFor = new Map<string, string>();
  const drafts = new Map<string, Draft>();
  const latest = new Map<string | null, number>();
  for (const { id, parentId, turn } of order) {
    const above = drafts.get(keptFor.get(parentId ?? '') ?? '');
    if (!turn) {
      if (above) keptFor.set(id, above.id);
      continue;
    }
    if (above?.role === turn.role && childCounts.get(above.id) === 1) {
      above.texts.push(turn.text);
      above.modelId ??= turn.modelId;
      if (turn.isInterrupted) above.isInterrupted = true;
      keptFor.set(id, above.id);
      childCounts.set(above.id, childCounts.get(id) ?? 0);
      continue;
    }
    // versions are shown by age: one that has no date of its own comes after the one before it
    const before = latest.get(above?.id ?? null) ?? -1;
    const createdAt = Math.max(turn.createdAt ?? above?.createdAt ?? startedAt, before + 1);
    latest.set(above?.id ?? null, createdAt);
    const { text, ...rest } = turn;
    drafts.set(id, { ...rest, texts: [text], id, parentId: above?.id ?? null, createdAt });
    keptFor.set(id, id);
  }
  return { drafts: [...drafts.values()], keptFor };
}

/** How many turns hang directly below each turn, when what lies between them is gone. */
function countTurnsBelow(order: readonly ForeignNode[]): Map<string, number> {
  const turnFor = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const { id, parentId, turn } of order) {
    const above = turnFor.get(parentId ?? '');
    if (above !== undefined && turn) counts.set(above, (counts.get(above) ?? 0) + 1);
    const own = turn ? id : above;
    if (own !== undefined) turnFor.set(id, own);
  }
  return counts;
}

/** A moment as other programs write one: seconds or milliseconds since the epoch, or ISO 8601. Null for anything else. */
export function readTime(value: unknown, unit: 'seconds' | 'milliseconds'): number | null {
  const ms =
    typeof value === 'number'
      ? Math.round(unit === 'seconds' ? value * 1_000 : value)
      : typeof value === 'string'
        ? Date.parse(value)
        : NaN;
  return ms >= 0 && ms <= LATEST_MS ? ms : null;
}

/** 1 January 2100. What lies later is no date of a conversation. Milliseconds since the epoch. */
const LATEST_MS = 4_102_444_800_000;

/** Whether a file holds more than is ever taken in. */
export function isTooLarge(conversationCount: number, nodeCount: number): boolean {
  return (
    conversationCount > ARCHIVE_LIMITS.conversations || nodeCount > ARCHIVE_LIMITS.messagesInAll
  );
}

/** A model's thoughts before its reply, as models of ours write them. */
export function withThoughts(thoughts: string, text: string): string {
  const isClean = thoughts.trim() !== '' && !thoughts.includes('</think>');
  return isClean ? `<think>\n${thoughts.trim()}\n</think>\n\n${text}` : text;
}

/**
 * What a turn says; null where there was nothing in it.
 * @param leftOutCount how many parts of it are no text
 * @param omitted what stands in place of those where there is nothing else
 */
export function textOfTurn(written: string, leftOutCount: number, omitted: string): string | null {
  if (written.trim() !== '') return written;
  return leftOutCount > 0 ? omitted : null;
}
