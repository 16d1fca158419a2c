import { describe, expect, it } from 'vitest';
import { ok } from '../../../../src/domain/result.ts';
import type { Json } from '../../../../src/safety/policy/merge.ts';
import type { JudgeText } from '../../../../src/safety/index.ts';
import { BLOCK, classificationOf, scriptedJudge } from '../../../support/scripted-judge.ts';
import { stream } from './stream.ts';

const sentences = (count: number): string =>
  Array.from({ length: count }, (_, at) => `Sentence number ${at} is about the harbour. `).join('');

describe('a reply that is harmless', () => {
  it('is shown whole, unchanged', async () => {
    const text = `Hello there. ${sentences(60)}\n\n| a | b |\n|---|---|\n\n\`\`\`js\nlet x = 1;\n\`\`\`\n😀 あ`;
    const { shown, verdict } = await stream([text]);
    expect(shown).toBe(text);
    expect(verdict).toEqual({ by: null, decisions: [] });
  });

  it('may be empty', async () => {
    expect((await stream([])).shown).toBe('');
  });
});

describe('a reply that turns harmful', () => {
  const text =
    'A storm came over the harbour. The sailors went home early. Then the EVIL plan began in secret. It rained.';

  it('shows the sentences before and not a character of the one', async () => {
    const { everShown, verdict } = await stream([text]);
    expect(everShown).toBe('A storm came over the harbour. The sailors went home early.');
    expect(verdict.by).toMatchObject({
      side: 'response',
      action: 'block',
      cause: { type: 'category', category: 'cyber' },
    });
  });

  it('is judged by sentences, in short windows, in long ones now and then, and once more at the end', async () => {
    const asked: string[] = [];
    await stream([sentences(80)], { judge: scriptedJudge(asked) });
    const longest = asked.filter((part) => part.length > 500);
    expect(longest.length).toBeGreaterThan(2);
    expect(asked.length).toBeLessThan(170);
    expect(asked.at(-1)?.endsWith(sentences(80).slice(-40))).toBe(true);
  });

  it('is taken back to the last long check if only the whole is harmful', async () => {
    const judge: JudgeText = (part, side) =>
      scriptedJudge()(part.length > 500 && part.includes('number 40 ') ? 'EVIL' : 'fine', side);
    const { shown, everShown, verdict } = await stream([sentences(80)], { judge });
    expect(verdict.by?.action).toBe('block');
    expect(everShown).toContain('number 40 ');
    expect(shown).not.toContain('number 40 ');
    expect(shown).toContain('number 10 ');
  });

  it('is replaced as a whole where the policy says so', async () => {
    const { shown, verdict } = await stream([text], {
      policy: { categories: { cyber: { output: { action: 'replace' } } } },
    });
    expect(shown).toBe('');
    expect(verdict.by?.action).toBe('replace');
  });

  it('goes on without the sentence where the policy masks', async () => {
    const judge: JudgeText = (part, side) =>
      scriptedJudge()(part.trimEnd().endsWith('in secret.') ? 'EVIL' : 'fine', side);
    const { shown, verdict } = await stream([text], {
      judge,
      policy: { categories: { cyber: { output: { action: 'mask' } } } },
    });
    expect(shown).toBe(
      'A storm came over the harbour. The sailors went home early.[HIDDEN] It rained.',
    );
    expect(verdict.by).toBeNull();
  });

  it('is shown with a record where the policy only logs', async () => {
    const { shown, verdict } = await stream([text], {
      policy: { categories: { cyber: { output: { action: 'log' } } } },
    });
    expect(shown).toBe(text);
    expect(verdict.decisions).toHaveLength(1);
    expect(verdict.decisions[0]?.action).toBe('log');
  });

  it('passes where its category is not enabled', async () => {
    const { shown } = await stream([text], {
      policy: { categories: { cyber: { output: { enabled: false } } } },
    });
    expect(shown).toBe(text);
  });
});

describe('a sentence that only looks harmful alone', () => {
  const text =
    'A storm came over the harbour. The sailors went home early. Then it began in secret. It rained.';
  /** Scores the sentence in question and nothing else. */
  const judgeAlone =
    (score: number): JudgeText =>
    (part) =>
      Promise.resolve({
        ok: true,
        value: classificationOf(part.trim() === 'Then it began in secret.' ? score : 0.01),
      });

  it('ends the reply before it: harmless sentences must not hide it', async () => {
    const { everShown, verdict } = await stream([text], { judge: judgeAlone(BLOCK) });
    expect(everShown).toBe('A storm came over the harbour. The sailors went home early.');
    expect(verdict.by?.cause).toMatchObject({ type: 'category', score: BLOCK });
  });

  it('passes near the limit, also after a question that was near it', async () => {
    const judge = judgeAlone(BLOCK - 0.01);
    expect(await stream([text], { judge, watched: true })).toMatchObject({ shown: text });
  });

  it('is held at level strict against the limit of level standard', async () => {
    const policy = { level: 'strict' };
    const judge: JudgeText = async (part, side) => {
      const judged = await judgeAlone(0.6)(part, side);
      if (!judged.ok) return judged;
      const strict = { ...judged.value.limits.strict, harmful: { watch: 0.3, block: 0.5 } };
      return ok({ ...judged.value, limits: { ...judged.value.limits, strict } });
    };
    expect((await stream([text], { judge, policy })).shown).toBe(text);
    // as the first one it is a window of its own
    const first = 'Then it began in secret. It rained.';
    expect((await stream([first], { judge, policy })).shown).toBe('');
  });
});

describe('a reply near the limit', () => {
  const text = `It looks shady to me, he said at last. ${sentences(12)}`;

  it('passes once', async () => {
    expect((await stream([text])).shown).toBe(text);
  });

  it('is stopped by a second window that shares no text with the first', async () => {
    const { shown, verdict } = await stream([`${text}And shady again, she said. The end.`]);
    expect(shown).toBe(text.trimEnd());
    expect(verdict.by?.cause).toMatchObject({ threshold: 0.5 });
  });

  it('is stopped at once if the question was near it too', async () => {
    expect((await stream([text], { watched: true })).shown).toBe('');
  });
});

describe('personal data in a reply', () => {
  it('are masked however they are cut, the same value by the same name', async () => {
    const text = 'Write to hanako.sato@example.com, or to hanako.sato@example.com again. Bye now.';
    const { everShown, verdict, placeholders } = await stream(Array.from(text));
    expect(everShown).toBe('Write to [EMAIL_1], or to [EMAIL_1] again. Bye now.');
    expect(verdict.decisions).toEqual([
      {
        side: 'response',
        action: 'mask',
        cause: { type: 'personal-data', entity: 'email', count: 2 },
      },
    ]);
    expect(placeholders.restore(everShown)).toBe(text);
  });

  it('end the reply where the policy blocks them', async () => {
    const { everShown, verdict } = await stream(
      ['The card is 4111 1111 1111 1111 for now. Keep it safe.'],
      { policy: { personalData: { entities: { payment_card: { output: 'block' } } } } },
    );
    expect(everShown).not.toContain('4111');
    expect(verdict.by?.cause).toMatchObject({ type: 'personal-data', entity: 'payment_card' });
  });
});

describe('rules for replies', () => {
  const rules = (action: string): Json => ({
    rules: {
      output: [{ id: 'heron', match: { type: 'terms', terms: ['Project Heron'] }, action }],
    },
  });

  it('hide a term, also one that is cut by the end of a segment', async () => {
    const text = 'We call it Project\nHeron. All of Project Heron is there.';
    const { everShown } = await stream(Array.from(text), { policy: rules('mask') });
    expect(everShown).toBe('We call it [HIDDEN]. All of [HIDDEN] is there.');
  });

  it('end a reply before the term', async () => {
    const { everShown, verdict } = await stream(
      ['It is fine with all of us. We call it Project Heron here. Yes.'],
      {
        policy: rules('block'),
      },
    );
    expect(everShown).toBe('It is fine with all of us.');
    expect(verdict.by?.cause).toEqual({ type: 'rule', ruleId: 'heron' });
  });
});

describe('when the classifier fails', () => {
  it('nothing more is shown, and the verdict says why', async () => {
    let calls = 0;
    const judge: JudgeText = (part, side) => {
      calls += 1;
      if (calls < 3) return scriptedJudge()(part, side);
      return Promise.resolve({ ok: false, error: { type: 'timed-out', afterMs: 1 } });
    };
    const { everShown, verdict } = await stream([sentences(10)], { judge });
    expect(sentences(10).startsWith(everShown)).toBe(true);
    expect(everShown.length).toBeLessThan(100);
    expect(verdict.by?.cause).toEqual({ type: 'classifier-unavailable' });
  });
});

describe('a reply that is stopped by its reader', () => {
  it('keeps what was shown and nothing else', async () => {
    const { shown, verdict } = await stream(['Hello there. This is unfini'], { isCut: true });
    expect('Hello there. This is unfini'.startsWith(shown)).toBe(true);
    expect(shown).not.toContain('unfini');
    expect(verdict.by).toBeNull();
  });
});
