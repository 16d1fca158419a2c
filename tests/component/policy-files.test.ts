import { afterEach, describe, expect, test, vi } from 'vitest';
import { shippedPolicy } from '../../src/safety/index.ts';
import { createSafety, openPolicySection, type Screen } from '../support/policy-section.ts';

/** Chooses a file as the person's file dialog would. */
function importFile(screen: Screen, text: string): void {
  const input = screen.container.querySelector<HTMLInputElement>('input[type=file]');
  if (!input) throw new Error('no file field');
  const files = new DataTransfer();
  files.items.add(new File([text], 'policy.json', { type: 'application/json' }));
  input.files = files.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

afterEach(() => void vi.restoreAllMocks());

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
    const { screen, safety, values } = await openPolicySection({ stored });
    await expect
      .element(screen.getByRole('alert'))
      .toHaveTextContent('do not fit this version of Mamori, so they are ignored');
    expect(safety.policy).toEqual(shippedPolicy('standard', 'general'));
    expect(values.get('policy-changes')).toBe(stored);
  });
});

describe('import', () => {
  test('with faults lists path, expected and found, and changes nothing', async () => {
    const { screen, safety, values } = await openPolicySection();
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
    const { screen } = await openPolicySection();
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
    const { screen, safety } = await openPolicySection({ stored });
    importFile(screen, JSON.stringify(exported));
    await expect
      .element(screen.getByText('Imported: level Strict, domain Chemistry.'))
      .toBeVisible();
    expect(safety.policy).toEqual(exported);
    expect(await safety.hashPolicy()).toBe(await first.safety.hashPolicy());
  });

  test('can follow an export from the screen', async () => {
    const { screen, safety } = await openPolicySection();
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
