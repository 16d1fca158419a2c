import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../../src/domain/conversation.ts';
import { joinAttachments } from '../../../src/domain/join-attachments.ts';
import { listQuestions, stepThrough } from '../../../src/domain/question-history.ts';
import { fillVariables, findVariables, searchPrompts } from '../../../src/domain/saved-prompt.ts';
import { filterBySlash, readSlashQuery } from '../../../src/domain/slash-query.ts';
import { readPrompts } from '../../../src/storage/prompts/prompt-schema.ts';

describe('variables of a prompt', () => {
  test('are found once each, in any script, and replaced by exactly what was given', () => {
    const text = '{{topic}} for {{ 読み手 }}, {{topic}} {{}} {{a\nb}} {x}';
    expect(findVariables(text)).toEqual(['topic', '読み手']);
    const values = new Map([['topic', '$& {{読み手}}']]);
    expect(fillVariables(text, values)).toBe(
      '$& {{読み手}} for {{ 読み手 }}, $& {{読み手}} {{}} {{a\nb}} {x}',
    );
  });

  test('leave a text without them as it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(findVariables(text).length === 0);
        expect(fillVariables(text, new Map([['a', 'b']]))).toBe(text);
      }),
    );
  });
});

test('prompts are found by all words of title or text', () => {
  const prompts = [
    { id: '1', title: 'Summarise', text: 'in five sentences' },
    { id: '2', title: 'Explain', text: 'simply' },
  ];
  expect(searchPrompts(prompts, 'FIVE summ').map(({ id }) => id)).toEqual(['1']);
  expect(searchPrompts(prompts, '')).toHaveLength(2);
});

test('stored prompts that cannot be read are left out', () => {
  const good = { id: '1', title: 'T', text: 'x' };
  const stored = JSON.stringify([good, { id: '2', title: '' }, 'x', { ...good, text: 7 }]);
  expect(readPrompts(stored)).toEqual([good]);
  expect(readPrompts('{')).toEqual([]);
  expect(readPrompts(null)).toEqual([]);
});

describe('a slash', () => {
  test('asks for commands only at the beginning of one line', () => {
    expect(readSlashQuery('/se')).toBe('se');
    expect(readSlashQuery('a/se')).toBeNull();
    expect(readSlashQuery('/a\nb')).toBeNull();
    expect(readSlashQuery(`/${'x'.repeat(61)}`)).toBeNull();
  });

  test('finds names that begin so first, whatever their case and width', () => {
    const names = ['new settings', 'settings', 'safety'];
    expect(filterBySlash(names, 'ＳE', (name) => [name])).toEqual(['settings', 'new settings']);
    expect(filterBySlash(names, '', (name) => [name])).toEqual(names);
    expect(filterBySlash(names, 'usr/bin', (name) => [name])).toEqual([]);
  });
});

describe('earlier questions', () => {
  const message = (role: Message['role'], text: string): Message => ({
    id: text,
    conversationId: 'c',
    parentId: null,
    role,
    text,
    status: 'complete',
    modelId: null,
    usage: null,
    droppedMessages: 0,
    createdAt: 0,
  });

  test('are the newest first, each once, without files', () => {
    const path = [
      message('user', 'one'),
      message('assistant', 'no'),
      message('user', joinAttachments([{ name: 'a.txt', text: 'x' }], 'two')),
      message('user', 'one'),
      message('user', joinAttachments([{ name: 'a.txt', text: 'x' }], '')),
    ];
    expect(listQuestions(path)).toEqual(['one', 'two']);
  });

  test('can be gone through and back to the empty field, and no further', () => {
    const questions = ['b', 'a'];
    expect(stepThrough(questions, -1, 'older')).toEqual({ at: 0, text: 'b' });
    expect(stepThrough(questions, 0, 'older')).toEqual({ at: 1, text: 'a' });
    expect(stepThrough(questions, 1, 'older')).toBeNull();
    expect(stepThrough(questions, 0, 'newer')).toEqual({ at: -1, text: '' });
    expect(stepThrough(questions, -1, 'newer')).toBeNull();
  });
});
