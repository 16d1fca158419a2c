import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listTurns } from '../../src/domain/conversation-turns.ts';
import { CONVERSATION_SCHEMA_VERSION, type Message } from '../../src/domain/conversation.ts';
import { parseMarkdown } from '../../src/markdown/markdown-stream.ts';
import { toPlainText } from '../../src/markdown/plain-text.ts';
import type { WrittenTurn } from '../../src/ui/export/describe-transcript.ts';
import { nameExportFile } from '../../src/ui/export/name-export-file.ts';
import { writeMarkdown } from '../../src/ui/export/write-markdown.ts';
import { makeMessage } from '../support/messages.ts';
import { writeTranscript } from '../support/written-transcript.ts';

function treeOf(messages: readonly Message[], activeLeafId: string | null) {
  const conversation = {
    schemaVersion: CONVERSATION_SCHEMA_VERSION,
    id: 'c1',
    title: '',
    activeLeafId,
    createdAt: 0,
    updatedAt: 0,
  };
  return { conversation, messages };
}

const FORK = [
  makeMessage({ id: 'q' }),
  makeMessage({ id: 'a1', parentId: 'q', role: 'assistant', createdAt: 1 }),
  makeMessage({ id: 'q1', parentId: 'a1', createdAt: 2 }),
  makeMessage({ id: 'a2', parentId: 'q', role: 'assistant', createdAt: 3 }),
];

describe('the turns of a conversation', () => {
  test('are those of the branch on screen', () => {
    const turns = listTurns(treeOf(FORK, 'a2'), 'branch');
    expect(turns.map(({ message }) => message.id)).toEqual(['q', 'a2']);
  });

  test('or all, with what follows a version below it, and where a version begins said', () => {
    const turns = listTurns(treeOf(FORK, 'a2'), 'all');
    expect(turns.map(({ message, version, follows }) => [message.id, version, follows])).toEqual([
      ['q', null, null],
      ['a1', { at: 1, count: 2 }, null],
      ['q1', null, null],
      ['a2', { at: 2, count: 2 }, 1],
    ]);
  });

  test('hold every message once, after the one that it follows', () => {
    const forests = fc
      .array(fc.record({ choice: fc.nat(), isOwn: fc.boolean() }), { maxLength: 30 })
      .map((drafts) =>
        drafts.map(({ choice, isOwn }, at) => {
          const parent = at === 0 ? -1 : (choice % (at + 1)) - 1;
          return makeMessage({
            id: `m${at}`,
            parentId: parent < 0 ? null : `m${parent}`,
            role: isOwn ? 'user' : 'assistant',
          });
        }),
      );
    fc.assert(
      fc.property(forests, (messages) => {
        const turns = listTurns(treeOf(messages, null), 'all');
        const numberOf = new Map(turns.map(({ message, number }) => [message.id, number]));
        expect(numberOf.size).toBe(messages.length);
        for (const { message, number, follows } of turns) {
          const parent = message.parentId === null ? null : numberOf.get(message.parentId);
          if (parent === null) expect(follows).toBeNull();
          else expect(follows ?? number - 1).toBe(parent);
        }
      }),
    );
  });
});

describe('a conversation as Markdown', () => {
  const write = (title: string, turns: readonly Partial<WrittenTurn>[]): string =>
    writeMarkdown(writeTranscript(title, turns));

  test('has a heading for each turn, texts as they were written and notes in quotes', () => {
    const text = write('Tea', [
      { role: 'user', heading: 'You', text: 'Hello *there*' },
      { before: ['2 messages were left out.'], text: '- one\n- two', after: ['Interrupted.'] },
    ]);
    expect(text).toBe(
      '# Tea\n\nMade today\n\n## You\n\nHello *there*\n\n## Assistant\n\n> 2 messages were left out.\n\n- one\n- two\n\n> Interrupted.\n',
    );
  });

  test.each(['```js\nlet a', '~~~~\na\n```', 'a\n\n```\nb\n```\n\n````md\n```'])(
    'closes code that was left open, so that the next turn is one: %j',
    (open) => {
      const blocks = parseMarkdown(write('T', [{ text: open }, { heading: 'Next' }]));
      const headings = blocks.filter(({ type }) => type === 'heading');
      expect(toPlainText(headings)).toBe('T\n\nAssistant\n\nNext');
    },
  );

  test('has its title in one heading, whatever is in it', () => {
    const signs = fc.constantFrom(
      ...'ab 1.#*_`[]()<>&!|~$\\-+:/@{}\n"\'',
      'https://a.b',
      'www.a.b',
      '![x](https://a.b)',
      '&amp;',
      '$x$',
      '[^1]',
      '<b>',
    );
    const titles = fc.array(signs, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(titles, (title) => {
        const line = title.replace(/\s+/gu, ' ').trim();
        fc.pre(line !== '');
        const [heading, made] = parseMarkdown(write(title, []));
        expect(heading?.type).toBe('heading');
        expect(heading?.type === 'heading' && heading.children).toEqual([
          { type: 'text', text: line },
        ]);
        expect(made?.type).toBe('paragraph');
      }),
      { numRuns: 500 },
    );
  });
});

describe('the name of an exported file', () => {
  const AT = new Date(2026, 10, 29);

  test.each([
    ['Tea in Kyoto', 'Tea in Kyoto 2026-11-29.md'],
    ['京都のお茶 🍵', '京都のお茶 🍵 2026-11-29.md'],
    ['', 'mamori-chat 2026-11-29.md'],
    ['../../etc/passwd', 'etc passwd 2026-11-29.md'],
    ['a\u202egpj.exe', 'a gpj exe 2026-11-29.md'],
    ['CON: a|b?<c>*"', 'CON a b c 2026-11-29.md'],
    ['長'.repeat(200), `${'長'.repeat(50)} 2026-11-29.md`],
  ])('is made of the title %j', (title, name) => {
    expect(nameExportFile(title, AT, '.md')).toBe(name);
  });
});
