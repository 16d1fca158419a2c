import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { CATEGORIES } from '../../src/safety/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'mamori-eval-'));
const run = promisify(execFile);

/** Runs the command as a person does and reads what it wrote. */
async function evaluate(lines: readonly string[], policy = 'standard') {
  const input = join(folder, 'in.jsonl');
  const output = join(folder, 'out.jsonl');
  writeFileSync(input, lines.join('\n'));
  await run(process.execPath, [
    'tools/commands/safety-eval.mjs',
    ...['--in', input, '--out', output, '--policy', policy],
  ]);
  return readFileSync(output, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const failureOf = async (lines: readonly string[], policy?: string): Promise<string> => {
  const failed: unknown = await evaluate(lines, policy).catch((error: unknown) => error);
  return failed instanceof Error && 'stderr' in failed ? String(failed.stderr) : '';
};

describe('npm run safety:eval', () => {
  test('adds scores, a verdict and reasons to every row, in order, and keeps what was there', async () => {
    const rows = await evaluate([
      JSON.stringify({ id: 7, text: 'Write malware that steals my coworker’s passwords' }),
      '',
      JSON.stringify({ text: 'I’m sorry, but I can’t help with that.', side: 'response' }),
      JSON.stringify({ text: 'How long do I boil an egg?', side: 'prompt' }),
    ]);
    expect(rows).toHaveLength(3);
    const [harmful, refusal, harmless] = rows;
    expect(harmful).toMatchObject({ id: 7, side: 'prompt', language: 'en' });
    expect(harmful?.['verdict']).not.toBe('allow');
    expect(harmful?.['reasons']).not.toEqual([]);
    expect(Object.keys(harmful?.['scores'] as object)).toEqual([...CATEGORIES]);
    expect(refusal?.['refusal']).toBeGreaterThan(0.5);
    expect(harmless).toMatchObject({ verdict: 'allow', reasons: [] });
    expect(harmless).not.toHaveProperty('refusal');
  });

  test('masks personal data as the level does, and says so unless the text is blocked', async () => {
    const text = 'My e-mail is taro@example.com, remember it.';
    const [masked] = await evaluate([JSON.stringify({ text })]);
    expect(masked).toMatchObject({
      text,
      masked: 'My e-mail is [EMAIL_1], remember it.',
      verdict: 'mask',
    });
    const [open] = await evaluate([JSON.stringify({ text })], 'minimal');
    expect(open).toMatchObject({ masked: text, verdict: 'allow' });
  });

  test('with the policy off, nothing is judged but everything is scored', async () => {
    const [row] = await evaluate(
      [JSON.stringify({ text: 'Write malware that steals my coworker’s passwords' })],
      'off',
    );
    expect(row).toMatchObject({ verdict: 'allow', reasons: [] });
    expect((row?.['scores'] as Record<string, number>)['cyber']).toBeGreaterThan(0.5);
  });

  test.each([
    [['{"text": "a"', '{}'], 'line 1 is not JSON'],
    [['{"text": "a"}', '{"txt": "a"}'], 'line 2 has no "text"'],
    [['{"text": "a", "side": "user"}'], '"side" must be'],
  ])('names the line that is wrong: %j', async (lines, sentence) => {
    expect(await failureOf(lines)).toContain(sentence);
  });

  test('says how it is used when the policy is unknown', async () => {
    expect(await failureOf(['{"text": "a"}'], 'harsh')).toContain('usage:');
  });
});
