import axe from 'axe-core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { overwriteGetLocale } from '../../src/i18n/paraglide/runtime.js';
import { shippedPolicy, type Policy } from '../../src/safety/index.ts';
import type { App } from '../../src/state/app.svelte.ts';
import type { OperatorPolicy } from '../../src/state/operator-policy.svelte.ts';
import { Safety } from '../../src/state/safety.svelte.ts';
import type { PreferenceKey, Preferences } from '../../src/storage/preferences.ts';
import { provideApp } from '../../src/ui/app-context.ts';
import PolicySection from '../../src/ui/safety/policy/PolicySection.svelte';
import '../../src/ui/styles/base.css';
import { createFakeApp } from '../support/fake-app.ts';

interface Setup {
  /** What the person has changed in an earlier session. */
  stored?: string;
  /** What a deployer locks. */
  locks?: Partial<Policy['userMay']>;
}

async function createSafety({ stored, locks }: Setup) {
  const { classifier, settings } = await createFakeApp();
  const values = new Map<PreferenceKey, string>();
  if (stored !== undefined) values.set('policy-changes', stored);
  const preferences: Preferences = {
    read: (key) => values.get(key) ?? null,
    write: (key, value) => void (value === '' ? values.delete(key) : values.set(key, value)),
  };
  const safety = new Safety({
    preferences,
    classifier,
    operator: locks ? createDeployer(locks) : NO_DEPLOYER,
    language: () => 'en',
  });
  return { safety, settings, values };
}

const NO_DEPLOYER = { state: { type: 'none' }, isSettled: true, document: null } as OperatorPolicy;

function createDeployer(locks: Partial<Policy['userMay']>): OperatorPolicy {
  const at = (level: Policy['level'], domain: Policy['domain']): Policy => {
    const shipped = shippedPolicy(level, domain);
    return { ...shipped, name: 'School', userMay: { ...shipped.userMay, ...locks } };
  };
  return {
    state: { type: 'in-force' },
    isSettled: true,
    document: { policy: at('strict', 'education'), at },
  } as OperatorPolicy;
}

async function openSection(setup: Setup = {}) {
  const made = await createSafety(setup);
  await made.safety.start();
  const { safety, settings, values } = made;
  // a component is a function, and this one gives the part below it the app as the shell does
  const Provided = ((...mounted: Parameters<typeof PolicySection>) => {
    provideApp({ safety, settings } as App);
    return PolicySection(...mounted);
  }) as typeof PolicySection;
  const screen = await render(Provided, {});
  return { screen, safety, values };
}

type Screen = Awaited<ReturnType<typeof openSection>>['screen'];

const PARTS = { categories: /^Categories of harm/u, data: /^Kinds of/u, rules: /^Rules of/u };

async function unfold(screen: Screen, part: keyof typeof PARTS): Promise<void> {
  await screen.getByText(PARTS[part]).first().click();
}

/** Chooses a file as the person's file dialog would. */
function importFile(screen: Screen, text: string): void {
  const input = screen.container.querySelector<HTMLInputElement>('input[type=file]');
  if (!input) throw new Error('no file field');
  const files = new DataTransfer();
  files.items.add(new File([text], 'policy.json', { type: 'application/json' }));
  input.files = files.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

afterEach(async () => {
  vi.restoreAllMocks();
  overwriteGetLocale(() => 'en');
  await page.viewport(1280, 800);
});

describe('changes', () => {
  test('of a category hold at once, are stored, and outlive a change of the level', async () => {
    const { screen, safety, values } = await openSection();
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
    const { screen, safety, values } = await openSection();
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
    const { screen, safety } = await openSection();
    await unfold(screen, 'data');
    await screen.getByLabelText('web address, Replies: action').selectOptions('mask');
    await expect.poll(() => safety.policy.personalData.entities.url.output).toBe('mask');
    expect(safety.policy.personalData.entities.url.input).toBe('allow');
  });

  test('are gone after a reset that the person confirms', async () => {
    const stored = '{"schemaVersion":1,"categories":{"hate":{"input":{"enabled":false}}}}';
    const { screen, safety, values } = await openSection({ stored });
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
  const { screen } = await openSection();
  await unfold(screen, 'categories');
  const choice = screen.getByLabelText('Harm to minors, Questions: action');
  const options = [...choice.element().querySelectorAll('option')].map(({ value }) => value);
  expect(options).toEqual(['replace', 'block']);
  await expect.element(screen.getByText(/^Cannot be switched off/u)).toBeVisible();
  await expect
    .element(screen.getByLabelText('Specialised advice, Questions: action'))
    .toHaveValue('off');
});

describe('stored changes', () => {
  test('keep everything from being judged until they are read', async () => {
    const stored = '{"schemaVersion":1,"personalData":{"decode":true}}';
    const { safety } = await createSafety({ stored });
    safety.level = 'off';
    expect(safety.canJudge).toBe(false);
    await safety.start();
    expect(safety.canJudge).toBe(true);
    expect(safety.policy.personalData.decode).toBe(true);
  });

  test.each([
    ['are no document', '{"schemaVersion":7}'],
    ['name a category that is gone', '{"schemaVersion":1,"categories":{"gone":{}}}'],
  ])('that %s are ignored with a sentence, and not deleted', async (_what, stored) => {
    const { screen, safety, values } = await openSection({ stored });
    await expect
      .element(screen.getByRole('alert'))
      .toHaveTextContent('do not fit this version of Mamori, so they are ignored');
    expect(safety.policy).toEqual(shippedPolicy('standard', 'general'));
    expect(values.get('policy-changes')).toBe(stored);
  });
});

describe('import', () => {
  test('with faults lists path, expected and found, and changes nothing', async () => {
    const { screen, safety, values } = await openSection();
    const before = safety.policy;
    const document = { schemaVersion: 1, level: 'strict', categories: { cyber: 7 }, extra: true };
    importFile(screen, JSON.stringify(document));
    const alert = screen.getByRole('alert');
    await expect.element(alert).toHaveTextContent('The file was not imported');
    await expect.element(alert).toHaveTextContent('categories.cyber: expected Object, found 7');
    await expect.element(alert).toHaveTextContent('extra: expected no such key');
    expect(safety.policy).toBe(before);
    expect([...values.keys()]).toEqual([]);
  });

  test('of a file that is too large is refused unread', async () => {
    const { screen } = await openSection();
    importFile(screen, ' '.repeat(2_000_001));
    await expect
      .element(screen.getByRole('alert'))
      .toHaveTextContent('expected at most 2000000 bytes, found 2000001 bytes');
  });

  test('of an export gives the same policy again, on a device that had another', async () => {
    const first = await createSafety({});
    first.safety.level = 'strict';
    first.safety.domain = 'chemistry';
    await first.safety.change((policy) => ({
      ...policy,
      rules: {
        input: policy.rules.input.slice(1),
        output: [
          ...policy.rules.output,
          { id: 'heron', match: { type: 'terms', terms: ['Heron'] }, action: 'mask' },
        ],
        allow: [{ type: 'phrases', phrases: ['blue heron'] }],
      },
      personalData: { ...policy.personalData, decode: false },
    }));
    const exported = first.safety.policy;

    const stored = '{"schemaVersion":1,"categories":{"hate":{"input":{"enabled":false}}}}';
    const { screen, safety } = await openSection({ stored });
    importFile(screen, JSON.stringify(exported));
    await expect
      .element(screen.getByText('Imported: level Strict, domain Chemistry.'))
      .toBeVisible();
    expect(safety.policy).toEqual(exported);
    expect(await safety.hashPolicy()).toBe(await first.safety.hashPolicy());
  });

  test('can follow an export from the screen', async () => {
    const { screen, safety } = await openSection();
    let file: Blob | undefined;
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      file = blob as Blob;
      return 'blob:none';
    });
    const names: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      names.push(this.download);
    });
    await screen.getByRole('button', { name: 'Export policy' }).click();
    expect(names[0]).toMatch(/^mamori-policy-\d{4}-\d{2}-\d{2}\.json$/u);
    expect(JSON.parse((await file?.text()) ?? '')).toEqual(safety.policy);
  });
});

describe('rules', () => {
  test('are added, found by the test field where they match, and removed', async () => {
    const { screen, safety } = await openSection();
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
    const { screen, safety } = await openSection();
    await unfold(screen, 'rules');
    await screen.getByLabelText('Looks for').selectOptions('pattern');
    await screen.getByLabelText('Pattern in RE2 syntax').fill('a(?=b)');
    await expect.element(screen.getByText(/^This pattern cannot be used: /u)).toBeVisible();
    await screen.getByRole('button', { name: 'Add rule' }).click();
    expect(safety.policy.rules.input).toEqual([]);
  });

  test('that come with the policy can be told to do nothing, but not be removed', async () => {
    const { screen, safety } = await openSection();
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
  const { screen, safety } = await openSection({ locks: { categories: false, import: false } });
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
    const { screen, safety } = await openSection();
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
