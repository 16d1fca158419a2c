import type { ChatPage } from '../support/chat-page.ts';
import { firstTurn } from '../support/dialogues.ts';
import { expect, test } from '../support/test.ts';

async function set(chat: ChatPage, field: string, value: string): Promise<void> {
  const dialog = await chat.openReplySettings();
  await dialog.getByLabel(field, { exact: true }).fill(value);
  await chat.page.keyboard.press('Escape');
}

test('a change of how replies are written holds from the next reply on, without loading the model again', async ({
  chat,
  page,
}) => {
  test.setTimeout(240_000);
  await chat.start();
  const statuses = await chat.watchStatuses();
  const { user, assistant } = firstTurn('capital-france-en');

  await set(chat, 'Longest reply, in tokens', '3');
  await chat.ask(user);
  const cut = await chat.lastReply();
  expect(cut.length).toBeGreaterThan(0);
  expect(cut.length).toBeLessThan(assistant.length);
  expect(assistant.startsWith(cut)).toBe(true);
  await expect(chat.turns('Assistant').last()).toContainText('length limit');

  // the whole reply again, up to a word at which it shall end
  await set(chat, 'Longest reply, in tokens', '');
  await set(chat, 'Stop words', 'Paris');
  await chat.turns('Assistant').last().getByRole('button', { name: 'Regenerate' }).click();
  await expect(chat.turns('Assistant').last()).toContainText('2 of 2');
  await chat.expectStatus('ready');
  expect((await chat.lastReply()).trim()).toBe(
    assistant.slice(0, assistant.indexOf('Paris')).trim(),
  );

  // the same seed at a high temperature writes the same
  await set(chat, 'Stop words', '');
  await set(chat, 'Temperature', '2');
  await set(chat, 'Seed', '7');
  await page.getByRole('button', { name: 'New chat' }).first().click();
  const dialog = await chat.openReplySettings();
  await expect(dialog.getByLabel('Temperature', { exact: true })).toHaveValue('');
  await dialog.getByLabel('Temperature', { exact: true }).fill('2');
  await dialog.getByLabel('Seed', { exact: true }).fill('7');
  await dialog.getByLabel('Longest reply, in tokens').fill('12');
  await page.keyboard.press('Escape');
  await chat.ask('Tell me something new');
  const first = await chat.lastReply();
  await chat.turns('Assistant').last().getByRole('button', { name: 'Regenerate' }).click();
  await expect(chat.turns('Assistant').last()).toContainText('2 of 2');
  await chat.expectStatus('ready');
  expect(await chat.lastReply()).toBe(first);
  await expect(chat.turns('Assistant').last()).toContainText('seed 7');

  // kept with the conversation, and nothing of it was a reason to load the model again
  expect(await statuses()).not.toContain('loading');
  await page.reload();
  await chat.expectStatus('ready');
  const again = await chat.openReplySettings();
  await expect(again.getByLabel('Seed', { exact: true })).toHaveValue('7');
});

test('JSON mode: the model can write nothing but JSON that fits the schema', async ({
  chat,
  page,
}) => {
  await chat.start();
  const dialog = await chat.openReplySettings();
  await dialog.getByLabel('Reply as JSON').check();
  const schema = dialog.getByLabel('JSON Schema');
  await schema.fill('{ "type": ');
  await expect(dialog).toContainText('This is not valid JSON');
  await schema.fill(
    '{"type":"object","properties":{"ok":{"type":"boolean"}},"required":["ok"],"additionalProperties":false}',
  );
  await expect(dialog).toContainText('The schema is valid JSON.');
  await page.keyboard.press('Escape');
  await chat.ask('Hello');
  const reply: unknown = JSON.parse(await chat.lastReply());
  expect(reply).toEqual({ ok: expect.any(Boolean) });
  await expect(chat.turns('Assistant').last()).toContainText('JSON that fits the schema');
});

test('personas and settings for all conversations are kept, and what was typed is not lost by closing', async ({
  chat,
  page,
}) => {
  await chat.open();
  let dialog = await chat.openReplySettings();
  await dialog.getByLabel('System prompt').fill('You are a patient teacher.');
  await dialog.getByLabel('Temperature', { exact: true }).fill('9');
  await dialog.getByLabel('Name of a new persona').fill('Teacher');
  await expect(dialog.getByLabel('Temperature', { exact: true })).toHaveValue('2');
  await dialog.getByRole('button', { name: 'Save as persona' }).click();
  await dialog.getByRole('button', { name: 'Reset' }).click();
  await expect(dialog.getByLabel('System prompt')).toHaveValue('');
  await dialog.getByRole('radio', { name: 'All conversations' }).check();
  await dialog.getByRole('combobox', { name: 'Persona' }).selectOption('Teacher');
  await expect(dialog.getByLabel('System prompt')).toHaveValue('You are a patient teacher.');
  await page.reload();
  dialog = await chat.openReplySettings();
  await expect(dialog.getByLabel('System prompt')).toHaveValue('You are a patient teacher.');
  await dialog.getByRole('radio', { name: 'All conversations' }).check();
  await dialog.getByRole('button', { name: 'Delete this persona' }).click();
  await expect(dialog.getByRole('combobox', { name: 'Persona' })).toHaveCount(0);
});
