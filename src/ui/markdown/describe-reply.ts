import { parseMarkdown } from '../../markdown/markdown-stream.ts';
import { toPlainText } from '../../markdown/plain-text.ts';

/** A reply as text without marks.. */
export function describeReply(text: string): string {
  return toPlainText(parseMarkdown(text));
}
