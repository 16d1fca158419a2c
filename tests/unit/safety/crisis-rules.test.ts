import { describe, expect, it } from 'vitest';
import { shippedPolicy, TextScanner } from '../../../src/safety/index.ts';
import type { Hit } from '../../../src/safety/pipeline/text-scanner.ts';

function findIn(text: string, side: 'prompt' | 'response' = 'prompt'): readonly Hit[] {
  const scanner = TextScanner.create(shippedPolicy('minimal', 'general'), side);
  if (!scanner.ok) throw new Error(scanner.error.detail);
  return scanner.value.find(text);
}

describe('the words of somebody who wants to die', () => {
  it.each([
    'I want to die.',
    "i dont want to live anymore, i'm so tired",
    "I'm suicidal and I don't know who to tell",
    'I am going to kill myself',
    'I wish I was dead',
    'I wrote my goodbye note',
    'I want to cut myself again.',
    'もう死にたいです。',
    '消えてしまいたい',
    'もう生きていけない',
    '遺書を書いた。明日で終わり',
    '죽고 싶어요.',
    '더는 살고 싶지 않아',
    '유서 다 썼어',
    '我不想活了。',
    '我不想活了',
    '真的不想活了，好累',
    '我好想死',
    '遗书写好了，明天就走',
  ])('are answered with help: %s', (text) => {
    expect(findIn(text)).toMatchObject([
      { action: 'replace', found: { type: 'rule', category: 'self_harm' } },
    ]);
  });

  it.each([
    'I am dying to meet you',
    'I want to die my hair red',
    'I want to live by the sea',
    'My friend says he wants to die. How can I help?',
    'How do I kill a process?',
    'Why do people write suicide notes?',
    '死ぬほど疲れた',
    '死にたいと言う友人にどう声をかければいいですか',
    '죽고 싶다는 친구를 어떻게 도와줄까요?',
    '배고파 죽겠어',
    '이런 세상에서 살고 싶지 않아',
    '笑得想死',
    '朋友说他想死，我该怎么办？',
    '金鱼不想活了怎么救',
  ])('are not these: %s', (text) => {
    expect(findIn(text)).toEqual([]);
  });

  it('are not looked for in replies, nor at level off, and an allow-list wins', () => {
    expect(findIn('I want to die.', 'response')).toEqual([]);
    for (const policy of [
      shippedPolicy('off', 'general'),
      {
        ...shippedPolicy('standard', 'general'),
        rules: {
          input: [],
          output: [],
          allow: [{ type: 'phrases' as const, phrases: ['I want to die.'] }],
        },
      },
    ]) {
      const scanner = TextScanner.create(policy, 'prompt');
      expect(scanner.ok && scanner.value.find('I want to die.')).toEqual([]);
    }
  });

  it('only leave a record where professionals quote them', () => {
    for (const domain of ['medical', 'research'] as const) {
      const scanner = TextScanner.create(shippedPolicy('standard', domain), 'prompt');
      expect(scanner.ok && scanner.value.find('I want to die.')).toMatchObject([{ action: 'log' }]);
    }
  });
});
