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
 * A conversation of Hugging Face's chat-ui: what `/conversation/[id]/download` gives (one, huggingface/chat-ui at e9af868),
 * `/api/v2/export` (an array in a zip, at 10e478b), and the share of a prompt (`role` in place of `from`, at 0996f08).
 * Messages as in `src/lib/types/Message.ts` at 01b4c43: a tree by `ancestors`, or a plain sequence in older ones.
 */
const conversation = v.pipe(
  v.object({
    title: v.fallback(v.nullish(v.string(), ''), ''),
    model: v.fallback(v.nullish(v.string(), null), null),
    messages: v.array(v.unknown()),
    createdAt: v.optional(v.unknown()),
    updatedAt: v.optional(v.unknown()),
    parameters: v.optional(v.unknown()),
  }),
  v.check(({ messages, parameters }) => {
    const key = parameters === undefined ? 'from' : 'role';
    return messages.some((stored) => v.is(v.looseObject({ [key]: v.string() }), stored));
  }),
);

const message = v.object({
  id: v.fallback(v.nullish(v.string(), null), null),
  from: v.optional(v.string()),
  role: v.optional(v.string()),
  content: v.string(),
  reasoning: v.fallback(v.nullish(v.string(), ''), ''),
  createdAt: v.optional(v.unknown()),
  interrupted: v.optional(v.unknown()),
  ancestors: v.fallback(v.nullish(v.array(v.string()), null), null),
  files: v.fallback(v.nullish(v.array(v.unknown()), []), []),
});

const fileOfMessage = v.object({ mime: v.optional(v.string()), name: v.optional(v.string()) });
const IMAGE_NAME = /\.(?:png|jpe?g|gif|webp|avif|bmp|svg|heic)$/iu;

/** Whether it is one conversation of chat-ui. */
export function isChatUi(value: unknown): boolean {
  return v.is(conversation, value);
}

export function countChatUiNodes(value: unknown): number {
  return v.is(conversation, value) ? value.messages.length : 0;
}

/**
 * Reads one conversation; null where it is none.
 * @param omitted stands where a turn had nothing but what is left out
 */
export function readChatUi(value: unknown, omitted: string): ForeignConversation | null {
  const read = v.safeParse(conversation, value);
  if (!read.success) return null;
  const { title, model, messages, createdAt, updatedAt } = read.output;
  const files = new FileCount();
  const nodes: ForeignNode[] = [];
  const parsed = messages.map((stored) => v.safeParse(message, stored));
  const isTree = parsed.some(({ success, output }) => success && (output.ancestors ?? []).length);
  for (const [at, { success, output }] of parsed.entries()) {
    if (!success) continue;
    const before = nodes.at(-1)?.id ?? null;
    const turn = readTurn(output, model, files, omitted);
    nodes.push({
      id: output.id ?? `message ${at}`,
      parentId: isTree ? (output.ancestors?.at(-1) ?? null) : before,
      turn,
    });
  }
  return {
    title,
    createdAt: readTime(createdAt, 'milliseconds'),
    updatedAt: readTime(updatedAt, 'milliseconds'),
    leafId: nodes.at(-1)?.id ?? null,
    nodes,
    leftOut: files.leftOut,
  };
}

function readTurn(
  said: v.InferOutput<typeof message>,
  model: string | null,
  files: FileCount,
  omitted: string,
): ForeignTurn | null {
  const role = said.from ?? said.role;
  if (role !== 'user' && role !== 'assistant') return null;
  const attached = said.files;
  for (const file of attached) files.add(file);
  const text = textOfTurn(said.content, attached.length, omitted);
  if (text === null) return null;
  return {
    role,
    text: role === 'assistant' ? withThoughts(said.reasoning, text) : text,
    modelId: role === 'assistant' ? model : null,
    createdAt: readTime(said.createdAt, 'milliseconds'),
    ...(said.interrupted === true ? { isInterrupted: true } : {}),
  };
}

/** Files are counted once: the export of all conversations names those of a whole conversation at each of its messages. */
class FileCount {
  readonly leftOut: LeftOut = { images: 0, others: 0, conversations: 0 };
  readonly #names = new Set<string>();

  add(file: unknown): void {
    if (typeof file === 'string') {
      if (this.#names.has(file)) return;
      this.#names.add(file);
      this.#count(IMAGE_NAME.test(file));
      return;
    }
    const { mime, name } = v.is(fileOfMessage, file) ? file : {};
    this.#count(mime?.startsWith('image/') ?? IMAGE_NAME.test(name ?? ''));
  }

  #count(isImage: boolean): void {
    if (isImage) this.leftOut.images += 1;
    else this.leftOut.others += 1;
  }
}
