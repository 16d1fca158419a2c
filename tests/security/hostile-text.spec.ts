import { ChatPage } from '../support/chat-page.ts';
import { DataSection } from '../support/data-section.ts';
import { serveUndefended } from '../support/plain-host.ts';
import { Sink } from '../support/sink.ts';
import { expect, test } from '../support/test.ts';

/** Texts that ask a browser for something of another host where they are taken for markup. */
const TEXTS: Record<string, (url: string) => string> = {
  'image-tag': (url) => `<img src="${url}">`,
  'image-of-a-picture': (url) => `<picture><source srcset="${url}"><img></picture>`,
  'frame-tag': (url) => `<iframe src="${url}"></iframe>`,
  'style-tag': (url) => `<style>@import url(${url});</style>`,
  'style-attribute': (url) => `<p style="background: url(${url})">x</p>`,
  'link-tag': (url) => `<link rel="stylesheet" href="${url}">`,
  'object-tag': (url) => `<object data="${url}"></object>`,
  'video-poster': (url) => `<video poster="${url}"></video>`,
  'svg-image': (url) => `<svg><image href="${url}" /></svg>`,
  'input-image': (url) => `<input type="image" src="${url}">`,
};

/** What is no markup of HTML but is of Markdown. */
const MARKDOWN = (url: string) => `![x](${url}md-image) and [a link](${url}md-link)`;

/** An archive with one conversation in which somebody asks with these words and the model answers with them. */
function makeArchive(text: string): string {
  const message = {
    conversationId: 'c',
    text,
    status: 'complete',
    modelId: null,
    usage: null,
    droppedMessages: 0,
  };
  return JSON.stringify({
    format: 'mamori-chats',
    version: 1,
    exportedAt: '2026-01-01T00:00:00.000Z',
    conversations: [
      {
        conversation: {
          schemaVersion: 1,
          id: 'c',
          title: text,
          activeLeafId: 'b',
          createdAt: 1,
          updatedAt: 1,
        },
        messages: [
          { ...message, id: 'a', parentId: null, role: 'user', createdAt: 1 },
          { ...message, id: 'b', parentId: 'a', role: 'assistant', createdAt: 2 },
        ],
      },
    ],
  });
}

/** Long enough for a browser to ask a host on this device. */
const SETTLING_MS = 1_500;

test('what an imported file, a model or a person writes is text: it asks no other host for anything, and would if it were markup', async ({
  chat,
  page,
  browser,
  baseURL,
}) => {
  const sink = await Sink.open();
  const markup = Object.entries(TEXTS).map(([name, write]) => write(`${sink.url}${name}`));
  const text = [...markup, MARKDOWN(sink.url)].join('\n');
  await chat.open();
  const data = new DataSection(page);
  await data.open();
  await data.import(makeArchive(text));
  await data.expectImported(1);
  await page.keyboard.press('Escape');
  await page
    .getByRole('navigation', { name: 'Conversations' })
    .getByRole('button')
    .filter({ hasText: '<img' })
    .first()
    .click();
  // as it was written, in the question, in the reply and in the title
  await expect(chat.turns('You')).toHaveText([text]);
  await expect(chat.turns('Assistant').first()).toContainText(MARKDOWN(sink.url));
  await chat.composer.fill(text);
  await page.waitForTimeout(SETTLING_MS);
  expect([...sink.reached]).toEqual([]);

  // without the defence: the same text, taken for markup on a page without a policy
  const plain = await serveUndefended(baseURL ?? '');
  const context = await browser.newContext({ baseURL: plain.url, serviceWorkers: 'block' });
  const other = await context.newPage();
  await new ChatPage(other).open();
  await other.evaluate((html) => document.body.setHTMLUnsafe(html), text);
  await expect.poll(() => [...sink.reached].sort()).toEqual(Object.keys(TEXTS).sort());
  await context.close();
  plain.close();
  sink.close();
});
