import * as v from 'valibot';
import type { LeftOut } from '../../../domain/chat-import.ts';
import {
  readTime,
  textOfTurn,
  type ForeignConversation,
  type ForeignNode,
  type ForeignTurn,
} from './build-tree.ts';

/*
 * `conversations.json` of ChatGPT's data export: an array of conversations, each with a `mapping` of nodes and the
 * `current_node` that was on screen. Nobody publishes its shape; it was taken from two descriptions that agree:
 * mitkury/chatgpt-export-parser `docs/chatgpt-data-export-format.md` at 08e6ae5 and TomzxCode/llm-conversations-viewer
 * `docs/formats.md`.
 */
const conversation = v.object({
  mapping: v.custom<Record<string, unknown>>(isRecord),
  title: v.fallback(v.nullish(v.string(), ''), ''),
  create_time: v.optional(v.unknown()),
  update_time: v.optional(v.unknown()),
  current_node: v.fallback(v.nullish(v.string(), null), null),
});

const node = v.object({
  parent: v.fallback(v.nullish(v.string(), null), null),
  message: v.optional(v.unknown()),
});

const message = v.object({
  author: v.object({ role: v.string() }),
  create_time: v.optional(v.unknown()),
  content: v.looseObject({ content_type: v.string() }),
  status: v.optional(v.unknown()),
  weight: v.optional(v.unknown()),
  recipient: v.optional(v.unknown()),
  metadata: v.fallback(
    v.nullish(
      v.object({
        is_visually_hidden_from_conversation: v.optional(v.unknown()),
        model_slug: v.optional(v.unknown()),
      }),
      {},
    ),
    {},
  ),
});

type ChatgptMessage = v.InferOutput<typeof message>;

/** What the person never saw as a turn: thoughts, custom instructions, memories. */
const HIDDEN_CONTENT = new Set([
  'thoughts',
  'reasoning_recap',
  'user_editable_context',
  'model_editable_context',
]);

/** Where a reply names its sources: signs of the private use area that only ChatGPT's page can read. */
const CITATION = /\uE200(?:file)?cite\uE202[^\uE200\uE201]*\uE201/gu;

/** Whether it is one conversation of such an export. */
export function isChatgpt(value: unknown): boolean {
  return v.is(conversation, value);
}

/** How many nodes it says that it has. */
export function countChatgptNodes(value: unknown): number {
  return v.is(conversation, value) ? Object.keys(value.mapping).length : 0;
}

/**
 * Reads one conversation; null where it is none. Branches are kept; instructions, tools and what is hidden are skipped.
 * @param omitted stands where a turn had nothing but what is left out
 */
export function readChatgpt(value: unknown, omitted: string): ForeignConversation | null {
  const read = v.safeParse(conversation, value);
  if (!read.success) return null;
  const { mapping, title, current_node, create_time, update_time } = read.output;
  const leftOut: LeftOut = { images: 0, others: 0, conversations: 0 };
  const nodes = Object.entries(mapping).map(([id, stored]): ForeignNode => {
    const found = v.safeParse(node, stored);
    if (!found.success) return { id, parentId: null, turn: null };
    const said = v.safeParse(message, found.output.message);
    const turn = said.success ? readTurn(said.output, leftOut, omitted) : null;
    return { id, parentId: found.output.parent, turn };
  });
  return {
    title,
    createdAt: readTime(create_time, 'seconds'),
    updatedAt: readTime(update_time, 'seconds'),
    leafId: current_node,
    nodes,
    leftOut,
  };
}

function readTurn(
  { author: { role }, content, metadata, ...rest }: ChatgptMessage,
  leftOut: LeftOut,
  omitted: string,
): ForeignTurn | null {
  const isShown =
    metadata.is_visually_hidden_from_conversation !== true &&
    rest.weight !== 0 &&
    !HIDDEN_CONTENT.has(content.content_type);
  if (!isShown || role === 'system') return null;
  const { text: written, missing } = readParts(content, leftOut);
  // a picture that was made for the person comes from a tool, and was counted above
  if (role !== 'user' && role !== 'assistant') return null;
  // a call of a tool
  if (typeof rest.recipient === 'string' && rest.recipient !== 'all') return null;
  const text = textOfTurn(written, missing, omitted);
  if (text === null) return null;
  return {
    role,
    text,
    modelId: typeof metadata.model_slug === 'string' ? metadata.model_slug : null,
    createdAt: readTime(rest.create_time, 'seconds'),
    ...(rest.status === 'in_progress' ? { isInterrupted: true } : {}),
  };
}

/** The text of a message; what is none is counted. */
function readParts(
  content: ChatgptMessage['content'],
  leftOut: LeftOut,
): { text: string; missing: number } {
  const parts: readonly unknown[] = Array.isArray(content['parts'])
    ? content['parts']
    : [content['text']];
  const texts: string[] = [];
  let missing = 0;
  for (const part of parts) {
    if (typeof part === 'string') texts.push(part);
    else if (isRecord(part) && typeof part['text'] === 'string') texts.push(part['text']);
    else if (isRecord(part)) {
      missing += 1;
      if (part['content_type'] === 'image_asset_pointer') leftOut.images += 1;
      else leftOut.others += 1;
    }
  }
  const text = texts
    .map((piece) => piece.replace(CITATION, ''))
    .filter((piece) => piece.trim() !== '')
    .join('\n');
  return { text, missing };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
