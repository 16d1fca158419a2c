import * as v from 'valibot';
import type { LeftOut } from '../../../domain/chat-import.ts';
import {
  readTime,
  textOfTurn,
  withThoughts,
  type ForeignConversation,
  type ForeignNode,
  type ForeignTurn,
} from './build-tree.ts';

/*
 * Conversations of llama.cpp's web interface, ggml-org/llama.cpp: `{ conv, messages }`, one or an array of them
 * (`tools/server/webui/src/lib/types/database.d.ts` at 114c342, `tools/ui/src/lib/types/database.d.ts` at 078c2e0), or one
 * record a line: `{ type: "session", … }` and then its messages as `{ type: "message", message }`
 * (`tools/ui/src/lib/services/conversation-transfer.service.ts` at 880f7d8), also several of those files in a zip.
 */
const id = v.pipe(v.union([v.string(), v.number()]), v.transform(String));

const conv = v.object({
  name: v.fallback(v.nullish(v.string(), ''), ''),
  currNode: v.fallback(v.nullish(id, null), null),
  lastModified: v.optional(v.unknown()),
});

const conversation = v.object({ conv, messages: v.array(v.unknown()) });

const message = v.object({
  id,
  parent: v.fallback(v.nullish(id, null), null),
  type: v.optional(v.unknown()),
  role: v.string(),
  content: v.string(),
  timestamp: v.optional(v.unknown()),
  reasoningContent: v.fallback(v.optional(v.string(), ''), ''),
  thinking: v.fallback(v.optional(v.string(), ''), ''),
  model: v.fallback(v.optional(v.string()), undefined),
  extra: v.fallback(v.nullish(v.array(v.unknown()), []), []),
});

const extra = v.object({ type: v.string() });
const session = v.looseObject({ type: v.literal('session') });
const line = v.object({ type: v.literal('message'), message: v.unknown() });

/** Whether it is one conversation of llama.cpp's web interface. */
export function isLlamaCpp(value: unknown): boolean {
  return v.is(conversation, value);
}

export function countLlamaCppNodes(value: unknown): number {
  return v.is(conversation, value) ? value.messages.length : 0;
}

/**
 * Reads one conversation; null where it is none.
 * @param omitted stands where a turn had nothing but what is left out
 */
export function readLlamaCpp(value: unknown, omitted: string): ForeignConversation | null {
  const read = v.safeParse(conversation, value);
  if (!read.success) return null;
  const { conv: about, messages } = read.output;
  const leftOut: LeftOut = { images: 0, others: 0, conversations: 0 };
  const nodes = messages.flatMap((stored): ForeignNode[] => {
    const said = v.safeParse(message, stored);
    if (!said.success) return [];
    const { id: own, parent } = said.output;
    return [{ id: own, parentId: parent, turn: readTurn(said.output, leftOut, omitted) }];
  });
  return {
    title: about.name,
    createdAt: null,
    updatedAt: readTime(about.lastModified, 'milliseconds'),
    leafId: about.currNode,
    nodes,
    leftOut,
  };
}

function readTurn(
  said: v.InferOutput<typeof message>,
  leftOut: LeftOut,
  omitted: string,
): ForeignTurn | null {
  const { role } = said;
  if (said.type === 'root' || (role !== 'user' && role !== 'assistant')) return null;
  const attached = said.extra;
  for (const part of attached) {
    if (v.is(extra, part) && /image/iu.test(part.type)) leftOut.images += 1;
    else leftOut.others += 1;
  }
  const text = textOfTurn(said.content, attached.length, omitted);
  if (text === null) return null;
  return {
    role,
    text: role === 'assistant' ? withThoughts(said.reasoningContent || said.thinking, text) : text,
    modelId: said.model ?? null,
    createdAt: readTime(said.timestamp, 'milliseconds'),
  };
}

/** Conversations of a text with one record a line, as values for `readLlamaCpp`; null where it is no such text. */
export function splitSessions(text: string): readonly unknown[] | null {
  const found: { conv: unknown; messages: unknown[] }[] = [];
  for (const written of text.split('\n')) {
    if (written.trim() === '') continue;
    const record = parseLine(written);
    if (v.is(session, record)) found.push({ conv: record, messages: [] });
    // what stands before all sessions is no file of this kind; a line that is damaged takes no other with it
    else if (found.length === 0) return null;
    else if (v.is(line, record)) found.at(-1)?.messages.push(record.message);
  }
  return found.length === 0 ? null : found;
}

function parseLine(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
