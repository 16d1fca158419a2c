// @ts-check
/// <reference lib="dom" />
/** What a person does to get from one screen to another, in any language. */

/** @typedef {import('playwright').Page} Page */
/** @typedef {import('playwright').Locator} Locator */
/** @typedef {Readonly<Record<string, unknown>>} Words the messages of one language, by key; those with plural forms are no text */

/** From here on the list of conversations stands beside the chat. Pixels. */
const WIDE_PX = 960;

/**
 * One message of the app.
 * @param {Words} words
 * @param {string} key
 * @param {Record<string, string>} [values] what stands in its braces
 */
export function say(words, key, values = {}) {
  const text = words[key];
  if (typeof text !== 'string') throw new Error(`no message is called ${key}, or it has forms`);
  return text.replace(/\{(\w+)\}/gu, (whole, name) => values[name] ?? whole);
}

/**
 * What can be used at the moment: the dialog on top, or the page.
 * @param {Page} page
 * @returns {Promise<Locator>}
 */
export async function onTop(page) {
  const dialogs = page.locator('dialog[open]');
  return (await dialogs.count()) > 0 ? dialogs.last() : page.locator('body');
}

/**
 * Presses the first button of this name.
 * @param {Page} page
 * @param {string} name
 * @param {'button' | 'menuitem' | 'link'} [role]
 */
export async function press(page, name, role = 'button') {
  const scope = await onTop(page);
  await scope.getByRole(role, { name, exact: true }).filter({ visible: true }).first().click();
}

/**
 * Presses what opens a dialog, and waits for it.
 * @param {Page} page
 * @param {string} name
 * @param {'button' | 'menuitem' | 'link'} [role]
 */
export async function openDialog(page, name, role) {
  const before = await page.locator('dialog[open]').count();
  await press(page, name, role);
  await page.locator('dialog[open]').nth(before).waitFor();
}

/**
 * Opens what is folded under this heading, in the dialog on top.
 * @param {Page} page
 * @param {string} heading
 */
export async function unfold(page, heading) {
  const top = await onTop(page);
  const summary = top.locator('summary', { hasText: heading }).first();
  await summary.waitFor();
  const folded = top.locator('details:not([open]) > summary', { hasText: heading });
  if ((await folded.count()) > 0) await folded.first().click();
  await summary.evaluate((part) => part.scrollIntoView());
}

/**
 * Scrolls the dialog on top to its end.
 * @param {Page} page
 */
export async function scrollToEnd(page) {
  const top = await onTop(page);
  await top.evaluate((root) => {
    for (const part of root.querySelectorAll('*')) {
      if (getComputedStyle(part).overflowY === 'auto') part.scrollTop = part.scrollHeight;
    }
  });
}

/**
 * Shows the conversations, which are a drawer on a narrow screen.
 * @param {Page} page
 * @param {Words} words
 */
export async function showSidebar(page, words) {
  if (!(await page.locator('aside').isVisible())) {
    await press(page, say(words, 'show_conversations'));
  }
  await page.locator('aside').waitFor();
}

/**
 * Opens the newest conversation.
 * @param {Page} page
 * @param {Words} words
 */
export async function openChat(page, words) {
  if ((await page.locator('article').count()) > 0) return;
  await showSidebar(page, words);
  const title = page.locator('aside nav li button[data-main]');
  await title.filter({ hasText: 'What do I sow' }).click();
  await page.locator('article').first().waitFor();
}

/**
 * Chooses something in the menu of the first conversation.
 * @param {Page} page
 * @param {Words} words
 * @param {string} [key] null to leave the menu open
 */
export async function openRowMenu(page, words, key) {
  await showSidebar(page, words);
  const row = page.locator('aside nav li', { hasText: 'What do I sow' });
  await row.hover();
  await row.locator('button[aria-haspopup]').click();
  if (key !== undefined) await press(page, say(words, key), 'menuitem');
}

/**
 * Puts a file with these contents into the first field for files of the dialog on top, or into the composer's.
 * @param {Page} page
 * @param {{ name: string, text: string }[]} files
 */
export async function giveFiles(page, files) {
  const fields = (await onTop(page)).locator('input[type=file]');
  await fields.first().setInputFiles(
    files.map(({ name, text }) => ({
      name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(text),
    })),
  );
}

/**
 * Waits until nothing moves and nothing is added any more.
 * @param {Page} page
 */
export async function settle(page) {
  await page.evaluate(async () => {
    const QUIET_MS = 100;
    const LONGEST_MS = 1_500;
    const end = performance.now() + LONGEST_MS;
    let last = performance.now();
    const observer = new MutationObserver(() => (last = performance.now()));
    observer.observe(document, { childList: true, subtree: true, attributes: true });
    while (performance.now() < Math.min(end, last + QUIET_MS)) {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    observer.disconnect();
  });
}

/**
 * Closes what lies over the chat: menus, dialogs, the drawer.
 * @param {Page} page
 */
export async function closeAll(page) {
  const over = 'dialog[open], [popover]:popover-open';
  for (let left = 5; left > 0 && (await page.locator(over).count()) > 0; left -= 1) {
    await page.keyboard.press('Escape');
    await page.waitForTimeout(20);
  }
  const isNarrow = (page.viewportSize()?.width ?? 0) < WIDE_PX;
  if (isNarrow && (await page.locator('aside').isVisible())) await page.keyboard.press('Escape');
}

/**
 * Waits until the model can be asked.
 * @param {Page} page
 */
export const waitUntilReady = (page) => page.locator('html[data-app=ready]').waitFor();

/**
 * Puts a text into the composer and sends it, if it can be sent.
 * @param {Page} page
 * @param {string} text
 */
export async function submit(page, text) {
  await page.locator('form.composer textarea').fill(text);
  await page.locator('form.composer button[type=submit]').click();
}

/**
 * Sends a message, and waits until its reply has begun.
 * @param {Page} page
 * @param {string} text
 */
export async function send(page, text) {
  const before = await page.locator('article').count();
  await submit(page, text);
  await page
    .locator('article')
    .nth(before + 1)
    .waitFor();
}
