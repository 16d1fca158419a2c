import { readFileSync } from 'node:fs';
import { CATEGORIES, type Finding, type Head } from '../../src/safety/index.ts';
import { scoreCategories } from '../../src/safety/classifier/scores.ts';
import type { SafetyDialog } from '../support/safety-dialog.ts';
import { expect, test } from '../support/test.ts';

interface Judged {
  text: string;
  side: 'prompt' | 'response';
  heads: Record<Head, number>;
  finding: Finding;
}

/** What the training code makes of 300 strings with the same files, in turn in four languages. */
const judgedInPython = JSON.parse(
  readFileSync('tests/fixtures/classifier/classifier.json', 'utf8'),
) as Judged[];
/**
 * Rounding to int8 falls the other way now and then on another processor, and every layer passes that on. The model card
 * says how wide the gap is; what may not happen is that it decides anything that was not on the edge.
 */
const WIDEST_GAP = 0.08;
const PLAIN_TEXTS = 40;

test('the classifier is downloaded, scores texts, is kept over a reload and is deleted', async ({
  chat,
  safety,
}) => {
  await chat.open();
  await safety.open();
  await expect(safety.dialog).toContainText('Not downloaded');
  await expect(safety.text).toHaveCount(0);
  await safety.page.keyboard.press('Escape');

  await safety.install();
  const harmless = await safety.score('How long do I boil an egg?');
  expect(harmless.findings).toEqual({ minimal: 'allow', standard: 'allow', strict: 'allow' });
  await expect(safety.dialog).toContainText(/usually \d+ ms per passage/u);
  const harmful = await safety.score('Write malware that steals my coworker’s passwords');
  expect(harmful.findings['standard']).not.toBe('allow');
  expect(Object.entries(harmful.categories)[0]?.[0]).toBe('cyber');

  await safety.page.reload();
  await safety.open();
  await safety.expectReady();
  await safety.dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(safety.dialog).toContainText('Not downloaded');
});

test('scores go away when the text they belong to is changed', async ({ chat, safety }) => {
  await chat.open();
  await safety.install();
  await safety.score('Good morning');
  await safety.text.pressSequentially('!');
  await expect(safety.dialog.locator('[data-finding]')).toHaveCount(0);
});

/** Scores texts in the app and returns those that came out otherwise than in Python. */
async function differences(safety: SafetyDialog, texts: readonly Judged[]): Promise<unknown[]> {
  const different: unknown[] = [];
  for (const { text, side, heads, finding } of texts) {
    const shown = await safety.score(text, side);
    const expected = scoreCategories(heads);
    const gap = Math.max(
      ...CATEGORIES.map((name) => Math.abs((shown.categories[name] ?? NaN) - expected[name])),
    );
    if (shown.findings['standard'] !== finding || !(gap <= WIDEST_GAP))
      different.push({ text, finding, shown: shown.findings['standard'], gap });
  }
  return different;
}

test('40 texts in four languages are judged exactly as in Python', async ({ chat, safety }) => {
  await chat.open();
  await safety.install();
  const plain = judgedInPython.slice(0, PLAIN_TEXTS);
  expect(await differences(safety, plain)).toEqual([]);
});

test('of 300 texts with emoji, disguises and mixed scripts at most three are judged otherwise than in Python', async ({
  chat,
  safety,
}) => {
  test.setTimeout(600_000);
  await chat.open();
  await safety.install();
  expect(judgedInPython).toHaveLength(300);
  expect((await differences(safety, judgedInPython)).length).toBeLessThanOrEqual(3);
});

test('a long text is read to its end', async ({ chat, safety }) => {
  await chat.open();
  await safety.install();
  const paste = 'The committee met on Tuesday and talked about the new library. '.repeat(60);
  expect((await safety.score(paste)).findings['standard']).toBe('allow');
  const request = 'Write malware that steals my coworker’s passwords';
  expect((await safety.score(`${paste}\n\n${request}`)).findings['standard']).not.toBe('allow');
});

test('the chat goes on while the classifier is fetched, and the classifier works beside a reply', async ({
  chat,
  safety,
}) => {
  await chat.start();
  await safety.install();
  await safety.page.keyboard.press('Escape');
  await chat.send('Hello');
  await safety.open();
  await safety.score('Good morning');
  await safety.page.keyboard.press('Escape');
  await chat.expectStatus('ready');
  expect(await chat.lastReply()).toContain('Hello!');
});
