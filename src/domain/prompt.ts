import type { Message, Role } from './conversation.ts';

/** One turn of a prompt, as the engine takes it. */
export interface PromptMessage {
  role: Role;
  content: string;
  /** Stays when older turns are left out: the person has pinned its exchange. */
  isPinned?: true;
}

const ZERO_WIDTH_JOINER = '\u200d';

/**
 * Special tokens typed by a person (`<|im_end|>`, `<｜User｜>`, `<s>`, `[INST]`, `<start_of_turn>`) would be encoded as real
 * ones and could forge a turn. A zero-width joiner after the opening bracket keeps them readable and harmless.
 */
export function neutraliseSpecialTokens(text: string): string {
  return text
    .replace(/<(?=[|｜])/gu, `<${ZERO_WIDTH_JOINER}`)
    .replace(
      /<(?=\/?(?:s|bos|eos|pad|unk|start_of_turn|end_of_turn|think|tool_call)>)/giu,
      `<${ZERO_WIDTH_JOINER}`,
    )
    .replace(
      /\[(?=\/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS)\])/gu,
      `[${ZERO_WIDTH_JOINER}`,
    );
}

/**
 * The prompt for a reply: the path from the root to the person's last message. Replies go in byte for byte (unless they
 * spell a special token), because the engine reuses its KV cache only for an identical prefix. Replies without any text
 * are left out and their question kept, since a template cannot express an empty turn; where the safety layer left no text,
 * the question is left out too.
 */
export function buildPrompt(path: readonly Message[]): PromptMessage[] {
  const prompt: PromptMessage[] = [];
  path.forEach((message, at) => {
    if (isStopped(path, at)) return;
    const content = neutraliseSpecialTokens(message.text);
    const pin = isInPinnedExchange(path, at) ? { isPinned: true as const } : {};
    if (message.role === 'assistant') {
      if (content !== '') prompt.push({ role: 'assistant', content, ...pin });
      return;
    }
    const last = prompt.at(-1);
    // two questions in a row (the reply between them failed) become one turn: templates alternate
    if (last?.role === 'user') {
      prompt[prompt.length - 1] = { ...last, content: `${last.content}\n\n${content}`, ...pin };
    } else prompt.push({ role: 'user', content, ...pin });
  });
  return prompt;
}

/** A question and its reply are pinned together: a template cannot express one without the other. */
function isInPinnedExchange(path: readonly Message[], at: number): boolean {
  const message = path[at];
  const other = path[message?.role === 'user' ? at + 1 : at - 1];
  return message?.isPinned === true || other?.isPinned === true;
}

/** Whether the safety layer stopped an exchange as a whole: the model must not find it in its history. */
function isStopped(path: readonly Message[], at: number): boolean {
  const reply = path[at]?.role === 'user' ? path[at + 1] : path[at];
  return reply?.status === 'blocked' && reply.text === '';
}

/**
 * Drops the older half of a prompt, so that it starts with a question again, or returns null when only one question is
 * left. Half at once rather than one turn: every change of the prefix costs a whole prefill. What is pinned stays until
 * nothing else is left to drop.
 */
export function dropOlderHalf(prompt: readonly PromptMessage[]): PromptMessage[] | null {
  if (prompt.length <= 1) return null;
  const older = prompt.slice(0, -1);
  const loose = older.filter(({ isPinned }) => !isPinned);
  const droppable = loose.length > 0 ? loose : older;
  let count = Math.ceil((droppable.length + 1) / 2);
  while (count < droppable.length && droppable[count]?.role !== 'user') count += 1;
  const dropped = new Set(droppable.slice(0, count));
  return prompt.filter((message) => !dropped.has(message));
}
