import axe from 'axe-core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { overwriteGetLocale } from '../../src/i18n/paraglide/runtime.js';
import { shippedPolicy } from '../../src/safety/index.ts';
import { openPolicySection, type Screen } from '../support/policy-section.ts';

const PARTS = { categories: /^Categories of harm/u, data: /^Kinds of/u, rules: /^Rules of/u };

async function unfold(screen: Screen, part: keyof typeof PARTS): Promise<void> {
  await screen.getByText(PARTS[part]).first().click();
}

afterEach(async () => {
  vi.restoreAllMocks();
  overwriteGetLocale(() => 'en');
  await page.viewport(1280, 800);
});

describe('changes', () => {
  test('of a category hold at once, are stored, and outlive a change of the level', async () => {
    const { screen, safety, values } = await openPolicySection();
    await unfold(screen, 'categories');
    await screen.getByLabelText('Cyber attacks, Questions: action').selectOptions('log');
    await expect.poll(() => safety.policy.categories.cyber.input.action).toBe('log');
    expect(JSON.parse(values.get('policy-changes') ?? '')).toEqual({
      schemaVersion: 1,
      categories: { cyber: { input: { action: 'log' } } },
    });
    safety.level = 'strict';
    expect(safety.policy.categories.cyber.input.action).toBe('log');
  });

  test('that do not validate are refused with their faults, and the last good policy stays', async () => {
    const { screen, safety, values } = await openPolicySection();
    await unfold(screen, 'categories');
    const limit = screen.getByLabelText('Hate, Replies: limit');
    await limit.fill('0.7');
    await screen.getByText('Replies').first().click();
    await expect
      .poll(() => safety.policy.categories.hate.output.limits)
      .toMatchObject({ block: 0.7 });
    const before = values.get('policy-changes');
    await limit.fill('7');
    await screen.getByText('Replies').first().click();
    const alert = screen.getByRole('alert');
    await expect.element(alert).toHaveTextContent('This change was not made.');
    await expect.element(alert).toHaveTextContent('categories.hate.output.limits');
    await expect.element(limit).toHaveValue(0.7);
    expect(safety.policy.categories.hate.output.limits).toMatchObject({ block: 0.7 });
    expect(values.get('policy-changes')).toBe(before);
  });

  test('of a kind of personal data hold for the side on which they were made', async () => {
    const { screen, safety } = await openPolicySection();
    await unfold(screen, 'data');
    await screen.getByLabelText('web address, Replies: action').selectOptions('mask');
    await expect.poll(() => safety.policy.personalData.entities.url.output).toBe('mask');
    expect(safety.policy.personalData.entities.url.input).toBe('allow');
  });

  test('are gone after a reset that the person confirms', async () => {
    const stored = '{"schemaVersion":1,"categories":{"hate":{"input":{"enabled":false}}}}';
    const { screen, safety, values } = await openPolicySection({ stored });
    expect(safety.policy.categories.hate.input.enabled).toBe(false);
    const reset = screen.getByRole('button', { name: 'Back to the level’s own settings' });
    const ask = vi.spyOn(window, 'confirm').mockReturnValue(false);
    await reset.click();
    expect(safety.policy.categories.hate.input.enabled).toBe(false);
    ask.mockReturnValue(true);
    await reset.click();
    expect(safety.policy).toEqual(shippedPolicy('standard', 'general'));
    expect(values.has('policy-changes')).toBe(false);
    await expect.element(reset).toBeDisabled();
    await expect
      .element(screen.getByRole('status').filter({ hasText: 'Your changes are gone' }))
      .toHaveFocus();
  });
});

test('minors cannot be disabled, and it says why', async () => {
  const { screen } = await openPolicySection();
  await unfold(screen, 'categories');
  const choice = screen.getByLabelText('Harm to minors, Questions: action');
  const options = [...choice.element().querySelectorAll('option')].map(({ value }) => value);
  expect(options).toEqual(['replace', 'block']);
  await expect.element(screen.getByText(/^Cannot be switched off/u)).toBeVisible();
  await expect
    .element(screen.getByLabelText('Specialised advice, Questions: action'))
    .toHaveValue('off');
});

describe('rules', () => {
  test('are added, found by the test field where they match, and removed', async () => {
    const { screen, safety } = await openPolicySection();
    await unfold(screen, 'rules');
    await screen.getByLabelText('Words, one per line').fill('Project Heron\n\nheron\n');
    await screen.getByRole('button', { name: 'Add rule' }).click();
    await expect.element(screen.getByText('The rule was added.')).toBeVisible();
    expect(safety.policy.rules.input).toEqual([
      {
        id: 'own-1',
        match: { type: 'terms', terms: ['Project Heron', 'heron'] },
        action: 'block',
      },
    ]);
    await screen
      .getByLabelText('Text to test')
      .fill('A heron wrote from ann@example.com about nothing.');
    await expect.element(screen.getByText('Found: 2')).toBeVisible();
    const marked = [...screen.container.querySelectorAll('.marked mark')];
    expect(marked.map(({ textContent }) => textContent)).toEqual(['heron', 'ann@example.com']);
    await expect.element(screen.getByText('Rule “own-1”: Block')).toBeVisible();
    await expect.element(screen.getByText('e-mail address: Hide')).toBeVisible();
    await screen.getByRole('radio', { name: 'Replies' }).click();
    await expect.element(screen.getByText('Found: 1')).toBeVisible();
    await screen.getByRole('button', { name: 'Remove own-1' }).click();
    await expect.element(screen.getByText('There are no rules yet.')).toBeVisible();
  });

  test('with a pattern that cannot be used say so while it is written', async () => {
    const { screen, safety } = await openPolicySection();
    await unfold(screen, 'rules');
    await screen.getByLabelText('Looks for').selectOptions('pattern');
    await screen.getByLabelText('Pattern in RE2 syntax').fill('a(?=b)');
    await expect.element(screen.getByText(/^This pattern cannot be used: /u)).toBeVisible();
    await screen.getByRole('button', { name: 'Add rule' }).click();
    expect(safety.policy.rules.input).toEqual([]);
  });

  test('that come with the policy can be told to do nothing, but not be removed', async () => {
    const { screen, safety } = await openPolicySection();
    safety.domain = 'chemistry';
    await unfold(screen, 'rules');
    await expect.element(screen.getByText('comes with the policy').first()).toBeVisible();
    const [rule] = safety.policy.rules.input;
    await screen
      .getByLabelText(`${rule?.id ?? ''}, Questions: action`, { exact: true })
      .selectOptions('allow');
    await expect.poll(() => safety.policy.rules.input[0]?.action).toBe('allow');
  });
});

test('what a deployer locked is disabled, with the sentence that says so, and the rest is not', async () => {
  const { screen, safety } = await openPolicySection({
    locks: { categories: false, import: false },
  });
  await unfold(screen, 'categories');
  await expect.element(screen.getByLabelText('Hate, Questions: action')).toBeDisabled();
  await expect.element(screen.getByLabelText('Hate, Questions: limit')).toBeDisabled();
  await expect.element(screen.getByRole('button', { name: 'Import policy' })).toBeDisabled();
  const sentence = screen.getByText(/The policy “School” of whoever runs this site is in force/u);
  expect(sentence.elements()).toHaveLength(2);
  await unfold(screen, 'data');
  await expect.element(screen.getByLabelText('IBAN, Replies: action')).toBeEnabled();
  expect(await safety.importPolicy('{"schemaVersion":1,"level":"minimal"}')).toMatchObject({
    ok: false,
  });
  expect(safety.policy).toMatchObject({ level: 'strict', domain: 'education' });
});

test('no part is wider than a phone, and each has labels, in every language', async () => {
  await page.viewport(390, 844);
  for (const locale of ['en', 'ja', 'ko', 'zh'] as const) {
    overwriteGetLocale(() => locale);
    const { screen, safety } = await openPolicySection();
    safety.domain = 'chemistry';
    for (const summary of screen.container.querySelectorAll('summary')) summary.click();
    await expect.poll(() => screen.container.querySelectorAll('textarea').length).toBe(2);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390);
    const { violations } = await axe.run(screen.container, {
      rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
    await screen.unmount();
  }
});
