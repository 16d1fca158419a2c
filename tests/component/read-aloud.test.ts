import { expect, test } from 'vitest';
import { ReadAloud, type Speech } from '../../src/state/read-aloud.svelte.ts';

function createSpeech(voices: readonly Partial<SpeechSynthesisVoice>[]) {
  const spoken: SpeechSynthesisUtterance[] = [];
  const speech = {
    getVoices: () => voices as SpeechSynthesisVoice[],
    speak: (utterance: SpeechSynthesisUtterance) => void spoken.push(utterance),
    cancel: () => void spoken.splice(0),
    addEventListener: () => undefined,
  } satisfies Speech;
  return { speech, spoken };
}

test('a voice that would send the text elsewhere is never used', () => {
  const { speech, spoken } = createSpeech([{ lang: 'en-US', localService: false }]);
  const reader = new ReadAloud(speech);
  expect(reader.canRead('Good morning')).toBe(false);
  reader.read('m', 'Good morning');
  expect(spoken).toEqual([]);
  expect(reader.messageId).toBeNull();
});

test('a browser without speech offers nothing', () => {
  expect(new ReadAloud(undefined).canRead('Good morning')).toBe(false);
});

test('the language of a text decides whether it can be read', () => {
  const { speech } = createSpeech([{ lang: 'ja-JP', localService: true }]);
  const reader = new ReadAloud(speech);
  expect(reader.canRead('おはようございます')).toBe(true);
  expect(reader.canRead('Good morning')).toBe(false);
});
