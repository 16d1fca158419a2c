import { ChatPage } from '../support/chat-page.ts';
import { DataSection } from '../support/data-section.ts';
import { serveUndefended } from '../support/plain-host.ts';
import { Sink } from '../support/sink.ts';
import { expect, test } from '../support/test.ts';
import { writeArchive } from '../support/written-archive.ts';

// what is laid out has more ways to go wrong than what stands as it was written
test.use({ replyFormat: 'formatted' });

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
  await data.import(writeArchive(text, [text, text]));
  await data.expectImported(1);
  await page.keyboard.press('Escape');
  await page
    .getByRole('navigation', { name: 'Conversations' })
    .getByRole('button')
    .filter({ hasText: '<img' })
    .first()
    .click();
  // as it was written in the question and in the title; in the reply, HTML is text, and Markdown a link that waits
  await expect(chat.turns('You')).toHaveText([text]);
  const reply = chat.turns('Assistant').first();
  for (const line of markup) await expect(reply).toContainText(line);
  await expect(reply.getByRole('link', { name: 'a link' })).toBeVisible();
  await expect(
    reply.locator('a, img, iframe, style, object, video, svg:not([aria-hidden])'),
  ).toHaveCount(0);
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
