import type { Page } from '@playwright/test';
import { firstTurn } from '../support/dialogues.ts';
import { expect, test } from '../support/test.ts';

test.use({ level: null });

async function deploy(page: Page, policy: object | string): Promise<void> {
  const body = typeof policy === 'string' ? policy : JSON.stringify(policy);
  await page.context().unroute('**/mamori.policy.json');
  await page
    .context()
    .route('**/mamori.policy.json', (route) =>
      route.fulfill({ body, contentType: 'application/json' }),
    );
}

const school = {
  schemaVersion: 1,
  level: 'strict',
  name: 'School',
  userMay: { level: false, domain: false },
};

test('a deployer locks the level, and the screen shows it', async ({ chat, page, safety }) => {
  await deploy(page, school);
  await chat.start();
  await expect(page.locator('main > header')).toContainText('Strict');
  await safety.open();
  await expect(safety.dialog).toContainText('“School” of whoever runs this site');
  await expect(safety.dialog.getByRole('radio', { name: 'Off' })).toBeDisabled();
  await expect(safety.dialog.getByRole('combobox', { name: 'Domain' })).toBeDisabled();
});

test('a lock holds when the site cannot be reached later', async ({ chat, page, context }) => {
  await deploy(page, school);
  await chat.start();
  await context.route('**/mamori.policy.json', (route) => route.abort());
  await page.reload();
  await chat.expectStatus('ready');
  await expect(page.locator('main > header')).toContainText('Strict');
});

test('a policy with a fault stops the chat and says where the fault is', async ({ chat, page }) => {
  await deploy(page, { ...school, categories: { cyber: { input: { action: 'explode' } } } });
  await chat.open();
  await expect(chat.alert.first()).toContainText('categories.cyber.input.action');
  await deploy(page, school);
  await chat.alert.first().getByRole('button', { name: 'Try again' }).click();
  await expect(chat.alert).toHaveCount(0);
});

test('terms are accepted once, and again when they change', async ({ chat, page }) => {
  const text = {
    en: 'No patient names.',
    ja: '患者名は不可。',
    ko: '환자 이름 금지.',
    zh: '请勿输入患者姓名。',
  };
  await deploy(page, { ...school, terms: { version: '1', text } });
  await chat.open();
  await page.locator('main section button.primary').last().click();
  await expect(page.getByText('No patient names.')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-app', 'blocked', { timeout: 60_000 });
  await page.getByRole('button', { name: 'I accept' }).click();
  await chat.expectStatus('ready');
  await page.reload();
  await chat.expectStatus('ready');
  await deploy(page, { ...school, terms: { version: '2', text } });
  await page.reload();
  await expect(page.getByText('No patient names.')).toBeVisible();
});

test('the rate limit holds over a reload and in a second tab', async ({ chat, page, context }) => {
  await deploy(page, { ...school, rateLimit: { messages: 2, perSeconds: 600 } });
  await chat.start();
  await chat.ask(firstTurn('hello-en').user);
  await chat.ask(firstTurn('thanks-en').user);
  await chat.composer.fill('Hello');
  await chat.page.keyboard.press('Enter');
  await expect(page.getByText('limits how many messages')).toBeVisible();
  await expect(chat.turns('You')).toHaveCount(2);
  await page.reload();
  await expect(page.getByText('limits how many messages')).toBeVisible();
  const second = await context.newPage();
  await second.goto(page.url());
  await expect(second.getByText('limits how many messages')).toBeVisible();
});

test('several blocks begin a cool-down that neither a reload nor a second tab ends', async ({
  chat,
  page,
  context,
}) => {
  await deploy(page, { ...school, coolDown: { blocks: 2, withinSeconds: 600, forSeconds: 600 } });
  await chat.start();
  await chat.ask(firstTurn('blocked-malware-en').user);
  await chat.ask(firstTurn('blocked-bomb-en').user);
  await expect(page.getByText('sending rests for')).toBeVisible();
  await page.reload();
  await expect(page.getByText('sending rests for')).toBeVisible();
  await expect(chat.sendButton).toBeDisabled();
  const second = await context.newPage();
  await second.goto(page.url());
  await expect(second.getByText('sending rests for')).toBeVisible();
});

for (const level of ['minimal', 'standard', 'strict']) {
  test(`at level ${level} a rule ends a reply before the sentence that it matches`, async ({
    chat,
    page,
  }) => {
    const rule = { id: 'tools', match: { type: 'terms', terms: ['hammer'] }, action: 'block' };
    await deploy(page, { ...school, level, rules: { output: [rule] } });
    await chat.start();
    await chat.ask(firstTurn('turns-violent-en').user);
    expect(await chat.lastReply()).toBe(
      'A storm came over the harbour. The sailors went home early.',
    );
    const note = chat.turns('Assistant').last().getByRole('note');
    await note.getByRole('button', { name: 'Why?' }).click();
    await expect(note).toContainText('Rule “tools”');
  });
}
