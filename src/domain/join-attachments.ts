import { extensionOf, type AttachedText } from './attachment.ts';

/** The most of a file name that is written above its text, in characters. */
const NAME_CHARACTERS = 120;
/** Files whose ending names no language in which their text is written. */
const PLAIN = new Set(['txt', 'log', 'pdf', 'docx', '']);

/** The text as part of a message: its name, then the text in a fence that is longer than any within it. */
export function formatAttachment({ name, text }: AttachedText): string {
  const runs = text.match(/`{3,}/gu) ?? [];
  const longest = runs.reduce((most, { length }) => Math.max(most, length), 2);
  const fence = '`'.repeat(longest + 1);
  const extension = extensionOf(name);
  const language = PLAIN.has(extension) || !/^[a-z\d+#-]{1,12}$/u.test(extension) ? '' : extension;
  return `**${cleanName(name)}**\n\n${fence}${language}\n${text}\n${fence}`;
}

/** A message that asks `question` about these texts. They stand before it: models answer best what they read last. */
export function joinAttachments(attached: readonly AttachedText[], question: string): string {
  return [...attached.map(formatAttachment), question].filter((part) => part !== '').join('\n\n');
}

/** A name that cannot end its own line or its bold print. */
function cleanName(name: string): string {
  const plain = name.replace(/[*`\s\p{Cc}]+/gu, ' ').trim();
  return Array.from(plain).slice(0, NAME_CHARACTERS).join('') || 'file';
}
