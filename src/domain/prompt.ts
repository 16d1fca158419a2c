import type { Message, Role } from './conversation.ts';

/** One turn of a prompt, as the engine takes it. */
export interface PromptMessage {
  role: Role;
  content: string;
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
  for (const message of path.filter((_, at) => !isStopped(path, at))) {
    const content = neutraliseSpecialTokens(message.text);
    if (message.role === 'assistant') {
      if (content !== '') prompt.push({ role: 'assistant', content });
      continue;
    }
    const last = prompt.at(-1);
    // two questions in a row (the reply between them failed) become one turn: templates alternate
    if (last?.role === 'user') last.content = `${last.content}\n\n${content}`;
    else prompt.push({ role: 'user', content });
  }
  return prompt;
}

/** Whether the safety layer stopped an exchange as a whole: the model must not find it in its history. */
function isStopped(path: readonly Message[], at: number): boolean {
  const reply = path[at]?.role === 'user' ? path[at + 1] : path[at];
  return reply?.status === 'blocked' && reply.text === '';
}

/**
 * Drops the older half of a prompt, so that it starts with a question again, or returns null when only one question is
 * left. Half at once rather than one turn: every change of the prefix costs a whole prefill.
 */
export function dropOlderHalf(prompt: readonly PromptMessage[]): PromptMessage[] | null {
  if (prompt.length <= 1) return null;
  let start = Math.ceil(prompt.length / 2);
  while (start < prompt.length - 1 && prompt[start]?.role !== 'user') start += 1;
  if (prompt[start]?.role !== 'user') start = prompt.length - 1;
  return prompt.slice(start);
}
