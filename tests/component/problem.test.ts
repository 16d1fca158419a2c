import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { AppError } from '../../src/domain/app-error.ts';
import { overwriteGetLocale } from '../../src/i18n/paraglide/runtime.js';
import type { ProblemAction } from '../../src/ui/problems/problem-copy.ts';
import Problem from '../../src/ui/problems/Problem.svelte';
import { describeProblem } from '../../src/ui/problems/problem-copy.ts';

const ERRORS: AppError[] = [
  { type: 'gpu-unavailable', reason: 'no-webgpu', detail: '' },
  { type: 'gpu-unavailable', reason: 'no-adapter', detail: '' },
  { type: 'gpu-unavailable', reason: 'limits-too-low', detail: 'x is 1, needs 2' },
  { type: 'gpu-lost', detail: 'unknown: reset' },
  { type: 'out-of-memory', detail: '' },
  { type: 'worker-failed-to-start', worker: 'chat', detail: '404' },
  { type: 'worker-died', worker: 'chat', detail: 'boom' },
  { type: 'worker-unresponsive', worker: 'chat', silentMs: 5_000 },
  { type: 'protocol-mismatch', expected: 1, found: 2 },
  { type: 'download-failed', path: 'a.bin', status: null, detail: '' },
  { type: 'download-failed', path: 'a.bin', status: 404, detail: '' },
  { type: 'integrity-mismatch', modelId: 'm', path: 'a.bin', stage: 'download' },
  { type: 'integrity-mismatch', modelId: 'm', path: 'a.bin', stage: 'load' },
  { type: 'model-incomplete', modelId: 'm', path: 'a.bin' },
  { type: 'quota-exceeded', neededBytes: 1 },
  { type: 'storage-unavailable', detail: '' },
  { type: 'storage-newer' },
  { type: 'storage-blocked' },
  { type: 'storage-locked' },
  { type: 'context-exceeded', contextWindowTokens: 2048 },
  { type: 'unknown', detail: 'TypeError: x' },
];

for (const locale of ['en', 'ja', 'ko', 'zh'] as const) {
  test(`every problem has a sentence of its own and a button, in ${locale}`, () => {
    overwriteGetLocale(() => locale);
    const copies = ERRORS.map((error) => describeProblem(error));
    const sentences = copies.map((copy) => copy?.sentence ?? '');
    expect(new Set(sentences).size).toBe(ERRORS.length);
    for (const copy of copies) {
      expect(copy?.sentence.length).toBeGreaterThan(10);
      expect(copy?.actionLabel).not.toBe('');
    }
    overwriteGetLocale(() => 'en');
  });
}

test('a problem is an alert with its sentence, its detail folded away, and a button that acts', async () => {
  const actions: string[] = [];
  const error: AppError = { type: 'gpu-lost', detail: 'unknown: driver reset' };
  const screen = await render(Problem, {
    error,
    onaction: (action: ProblemAction) => actions.push(action),
  });
  await expect.element(screen.getByRole('alert')).toHaveTextContent('The graphics driver stopped.');
  await expect.element(screen.getByText('unknown: driver reset')).not.toBeVisible();
  await screen.getByRole('button', { name: 'Reload the model' }).click();
  expect(actions).toEqual(['reload-model']);
});

test('what the person asked for is no problem', async () => {
  const onaction = () => undefined;
  const screen = await render(Problem, { error: { type: 'gpu-lost', detail: '' }, onaction });
  await expect.element(screen.getByRole('alert')).toBeVisible();
  await screen.rerender({ error: { type: 'aborted' }, onaction });
  await expect.element(screen.getByRole('alert')).not.toBeInTheDocument();
  expect(screen.container.textContent).toBe('');
});
