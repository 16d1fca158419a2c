import { describe, expect, test } from 'vitest';
import { HEADS, SafetyClassifier, TextEncoder } from '../../../src/safety/index.ts';
import { makeProfile } from '../../support/classifier-profile.ts';

/** A tokenizer of one token a character and a model that finds harm in every window that holds an "x". */
function createClassifier() {
  const windows: (readonly number[])[] = [];
  const tokenize = (text: string): number[] => Array.from(text, (c) => c.codePointAt(0) ?? 0);
  const classifier = new SafetyClassifier(
    new TextEncoder(tokenize, new Set(['가'])),
    (ids) => {
      windows.push(ids);
      const logits = new Float32Array(HEADS.length).fill(-9);
      if (ids.includes(0x78)) logits[HEADS.indexOf('harmful')] = 9;
      return Promise.resolve(logits);
    },
    makeProfile(),
  );
  return { classifier, windows };
}

describe('the classifier', () => {
  test('finds a word at the end of a long text', async () => {
    const { classifier, windows } = createClassifier();
    const found = await classifier.classify(`${'word '.repeat(300)}x`, 'prompt');
    expect(found.findings.standard.finding).toBe('block');
    expect(found.windows).toBe(windows.length);
    expect(found.windows).toBeGreaterThan(3);
  });

  test('remembers a text that it has judged, disguised or not', async () => {
    const { classifier, windows } = createClassifier();
    await classifier.classify('kill', 'prompt');
    await classifier.classify('ｋｉｌｌ', 'prompt');
    expect(windows).toHaveLength(1);
  });

  test('does not take what a person wrote for what the assistant wrote', async () => {
    const { classifier, windows } = createClassifier();
    await classifier.classify('same', 'prompt');
    await classifier.classify('same', 'response');
    expect(windows).toHaveLength(2);
    expect(windows[0]).not.toEqual(windows[1]);
  });

  test('stops between two windows when it is told to, and remembers nothing of it', async () => {
    const { classifier, windows } = createClassifier();
    const abort = new AbortController();
    abort.abort(new Error('stopped'));
    const text = 'word '.repeat(300);
    await expect(classifier.classify(text, 'prompt', { signal: abort.signal })).rejects.toThrow(
      'stopped',
    );
    expect(windows).toHaveLength(0);
    expect((await classifier.classify(text, 'prompt')).findings.standard.finding).toBe('allow');
  });

  test('judges an empty text without an error', async () => {
    const { classifier } = createClassifier();
    expect((await classifier.classify('', 'prompt')).findings.strict.finding).toBe('allow');
  });

  test('spells out a syllable that the vocabulary lacks', async () => {
    const { classifier, windows } = createClassifier();
    await classifier.classify('가각', 'prompt');
    const spelled = '가'.concat('각'.normalize('NFD'));
    expect(windows[0]?.slice(-1 - spelled.length, -1)).toEqual(
      Array.from(spelled, (c) => c.codePointAt(0)),
    );
  });
});
