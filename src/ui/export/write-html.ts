import { parseMarkdown } from '../../markdown/markdown-stream.ts';
import { escapeHtml, toHtml } from '../../markdown/to-html.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { languageOf } from '../language-of.ts';
import { readHost } from '../markdown/address.ts';
import { levelHeadings } from '../markdown/heading-levels.ts';
import type { WrittenTranscript, WrittenTurn } from './describe-transcript.ts';
import { PAGE_STYLE } from './page-style.ts';

/**
 * A conversation as one page that loads nothing and runs nothing: its policy forbids both, and no tag or attribute in it comes
 * from a text. Links are the only thing in it that leads elsewhere, when somebody presses one.
 * @param styleHash `hashStyle()`
 */
export function writeHtml(
  { language, title, made, turns }: WrittenTranscript,
  styleHash: string,
): string {
  const policy = `default-src 'none'; style-src ${styleHash}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<h1 dir="auto">${escapeHtml(title)}</h1>
<p class="made">${escapeHtml(made)}</p>
${turns.map(writeTurn).join('\n')}
</main>
</body>
</html>
`;
}

function writeTurn({ role, heading, before, text, after }: WrittenTurn): string {
  return [
    '<section>',
    `<h2>${escapeHtml(heading)}</h2>`,
    ...before.map(writeNote),
    ...(text === '' ? [] : [role === 'user' ? writeQuestion(text) : writeReply(text)]),
    ...after.map(writeNote),
    '</section>',
  ].join('\n');
}

function writeNote(note: string): string {
  return `<p class="note" dir="auto">${escapeHtml(note)}</p>`;
}

function writeQuestion(text: string): string {
  return `<p class="question" lang="${languageOf(text)}" dir="auto">${escapeHtml(text)}</p>`;
}

function writeReply(text: string): string {
  const blocks = parseMarkdown(text);
  const levels = levelHeadings(blocks);
  const html = toHtml(blocks, {
    levelOf: (heading) => levels.get(heading),
    thoughts: m.thinking_done(),
    nameImage: (alt, href) =>
      m.image_not_loaded({ name: [alt, readHost(href)].filter((part) => part !== '').join(' · ') }),
  });
  return `<div lang="${languageOf(text)}">${html}</div>`;
}
