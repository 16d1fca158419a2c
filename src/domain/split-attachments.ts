import type { AttachedText } from './attachment.ts';

const NAME_LINE = /^\*\*([^*\n]{1,200})\*\*$/u;
const FENCE_LINE = /^(`{3,})([\w+#-]*)$/u;

/** Takes a message apart again. What only looks like an attachment, without its end, belongs to the question. */
export function splitAttachments(message: string): {
  attached: readonly AttachedText[];
  question: string;
} {
  const attached: AttachedText[] = [];
  let rest = message;
  for (let found = readFirst(rest); found; found = readFirst(rest)) {
    attached.push(found.attached);
    rest = found.rest;
  }
  return { attached, question: rest };
}

function readFirst(message: string): { attached: AttachedText; rest: string } | null {
  // most messages have none, and a long one is then not looked through
  if (!message.startsWith('**')) return null;
  const head = message.slice(0, 300).split('\n', 3);
  const name = NAME_LINE.exec(head[0] ?? '')?.[1];
  const fenceLine = head[2] ?? '';
  const fence = FENCE_LINE.exec(fenceLine)?.[1];
  if (name === undefined || head[1] !== '' || fence === undefined) return null;
  const start = (head[0] ?? '').length + 2 + fenceLine.length + 1;
  for (let end = message.indexOf(`\n${fence}`, start - 1); end >= 0;) {
    const after = end + 1 + fence.length;
    if (after === message.length || message.startsWith('\n\n', after)) {
      const text = message.slice(Math.min(start, end), end);
      return { attached: { name, text }, rest: message.slice(after + 2) };
    }
    end = message.indexOf(`\n${fence}`, end + 1);
  }
  return null;
}
