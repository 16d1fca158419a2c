import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ARCHIVE_LIMITS, isForest, type ConversationTree } from '../../src/domain/chat-archive.ts';
import type { ReadChats } from '../../src/domain/chat-import.ts';
import { pathTo } from '../../src/domain/conversation.ts';
import {
  parseChats,
  readChatFile,
} from '../../src/storage/conversations/imports/read-chat-file.ts';
import { writeZip } from '../support/hostile-zip.ts';
import { byId } from '../support/messages.ts';
import { bytesOf } from '../support/model-files.ts';

const OMITTED = '[left out]';

function readFixture(name: string): string {
  return readFileSync(new URL(`../fixtures/imports/${name}`, import.meta.url), 'utf8');
}

function parse(text: string): ReadChats {
  const read = parseChats(text, OMITTED);
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

/** The branch on screen: who said what. */
function shownOf(tree: ConversationTree | undefined): string[] {
  const path = pathTo(byId(tree?.messages ?? []), tree?.conversation.activeLeafId ?? null);
  return path.map(({ role, text }) => `${role}: ${text}`);
}

/** Every message below the one that it follows. */
function branchesOf(tree: ConversationTree | undefined): string[] {
  const all = byId(tree?.messages ?? []);
  return [...all.values()].map(
    ({ parentId, text }) => `${all.get(parentId ?? '')?.text ?? ''} → ${text}`,
  );
}

describe('an export of ChatGPT', () => {
  test('comes with its branches, without instructions, thoughts, tools and signs that only its page reads', () => {
    const { source, trees, leftOut } = parse(readFixture('chatgpt.json'));
    expect([source, trees.length, leftOut]).toEqual([
      'chatgpt',
      2,
      { images: 2, others: 1, conversations: 0 },
    ]);
    const [tea, voice] = trees;
    expect(shownOf(tea)).toEqual([
      'user: Where is this tea house?',
      'assistant: Let me look that up.\n\nIt is near **Gion**. ',
      'user: Thank you!',
    ]);
    expect(branchesOf(tea)).toContain('Where is this tea house? → I cannot tell.');
    expect(JSON.stringify(trees)).not.toContain('secret');
    expect(tea?.conversation).toMatchObject({
      title: 'Tea in Kyoto',
      createdAt: 1_767_225_600_500,
      updatedAt: 1_767_226_200_250,
    });
    expect(tea?.messages.map(({ modelId }) => modelId)).toEqual([null, 'gpt-5', null, 'gpt-4o']);
    expect(shownOf(voice)).toEqual(['user: Hello from a voice chat', 'assistant: Hello!']);
  });

  test('says where a turn had nothing but a picture, so that the reply to it makes sense', () => {
    const image = { content_type: 'image_asset_pointer', asset_pointer: 'x' };
    const said = { author: { role: 'user' }, content: { content_type: 'multimodal_text' } };
    const message = { ...said, content: { ...said.content, parts: [image] } };
    const { trees } = parse(JSON.stringify([{ mapping: { a: { parent: null, message } } }]));
    expect(trees[0]?.messages.map(({ text }) => text)).toEqual([OMITTED]);
  });

  test('comes from its zip, beside files that are no conversations', async () => {
    const zip = writeZip([
      { path: 'user.json', bytes: bytesOf('{"id":"user-1","email":"a@example.com"}') },
      { path: 'file-abc.png', bytes: bytesOf('no picture') },
      { path: 'conversations.json', bytes: bytesOf(readFixture('chatgpt.json')), deflate: true },
    ]);
    const read = await readChatFile(zip, OMITTED);
    expect(read.ok && [read.value.source, read.value.trees.length]).toEqual(['chatgpt', 2]);
  });
});

describe('an export of chat-ui', () => {
  test('comes with its branches and thoughts', () => {
    const { source, trees, leftOut } = parse(readFixture('chat-ui.json'));
    expect([source, leftOut]).toEqual(['chat-ui', { images: 1, others: 1, conversations: 0 }]);
    expect(shownOf(trees[0])).toEqual([
      'user: How do I bake bread?',
      'assistant: Start with yeast.',
      'user: And then?',
    ]);
    expect(branchesOf(trees[0])).toContain(
      'How do I bake bread? → <think>\nThey want a recipe.\n</think>\n\nMix flour and water.',
    );
    expect(trees[0]?.messages.map(({ status }) => status)).toContain('interrupted');
  });

  test('that is a plain sequence is one branch, and a file is counted once', () => {
    const { trees, leftOut } = parse(readFixture('chat-ui-all.json'));
    expect(shownOf(trees[0])).toEqual(['user: One', 'assistant: Two', 'user: Three']);
    expect(leftOut.images).toBe(1);
  });

  test('that was shared as a prompt is read too', () => {
    const { source, trees } = parse(readFixture('chat-ui-prompt.json'));
    expect([source, shownOf(trees[0])]).toEqual([
      'chat-ui',
      ['user: Hi', 'assistant: Hello, friend.'],
    ]);
  });
});

describe('an export of llama.cpp', () => {
  test.each(['llama-cpp.json', 'llama-cpp.jsonl'])('comes with its branches: %s', (name) => {
    const { source, trees, leftOut } = parse(readFixture(name));
    expect([source, leftOut]).toEqual(['llama-cpp', { images: 1, others: 1, conversations: 0 }]);
    expect(shownOf(trees[0])).toEqual([
      'user: Name a mountain.',
      'assistant: <think>\nAnother one.\n</think>\n\nAso',
      'user: Thanks',
    ]);
    expect(branchesOf(trees[0])).toContain('Name a mountain. → Fuji');
    expect(trees[0]?.conversation).toMatchObject({
      title: 'Mountains',
      updatedAt: 1_767_225_900_000,
    });
  });

  test('of several conversations is a zip with a file of each', async () => {
    const bytes = bytesOf(readFixture('llama-cpp.jsonl'));
    const read = await readChatFile(
      writeZip([
        { path: 'a.jsonl', bytes },
        { path: 'b.jsonl', bytes },
      ]),
      OMITTED,
    );
    expect(read.ok && [read.value.source, read.value.trees.length]).toEqual(['llama-cpp', 2]);
  });

  test('goes without a line that is damaged, and without what follows none', () => {
    const [first, ...lines] = readFixture('llama-cpp.jsonl').split('\n');
    const { trees } = parse(
      [first, '{"type":"message","mess', '{"type":"new"}', ...lines].join('\n'),
    );
    expect(trees[0]?.messages).toHaveLength(4);
    expect(parseChats(lines.join('\n'), OMITTED)).toEqual({ ok: false, error: 'not-an-archive' });
  });
});

describe('a hostile file', () => {
  const turn = (parent: string | null, text = 'x', role = 'user') => ({
    parent,
    message: { author: { role }, content: { content_type: 'text', parts: [text] } },
  });

  test('with a circle takes no other conversation with it, and is counted', () => {
    const circle = { mapping: { a: turn('b'), b: turn('a') } };
    const honest = { mapping: { a: turn(null) } };
    const { trees, leftOut } = parse(JSON.stringify([circle, honest]));
    expect([trees.length, leftOut.conversations]).toEqual([1, 1]);
    expect(parseChats(JSON.stringify([circle]), OMITTED)).toEqual({ ok: false, error: 'damaged' });
  });

  test('changes no prototype', () => {
    const text = `[{"mapping":{"__proto__":${JSON.stringify(turn(null, 'a'))},"constructor":${JSON.stringify(turn('__proto__', 'b', 'assistant'))}},"__proto__":{"polluted":1}}]`;
    const { trees } = parse(text);
    expect(shownOf(trees[0])).toContain('user: a');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(trees[0]?.conversation)).toBe(Object.prototype);
  });

  test('with more than is ever taken in is refused', () => {
    const many = Array.from({ length: ARCHIVE_LIMITS.conversations + 1 }, () => ({
      mapping: { a: turn(null) },
    }));
    expect(parseChats(JSON.stringify(many), OMITTED)).toEqual({ ok: false, error: 'too-large' });
    const mapping = Object.fromEntries(
      Array.from({ length: ARCHIVE_LIMITS.messagesInAll + 1 }, (_, at) => [`n${at}`, {}]),
    );
    const wide = JSON.stringify([{ mapping }]);
    expect(parseChats(wide, OMITTED)).toEqual({ ok: false, error: 'too-large' });
  });

  test('with a chain of tens of thousands of messages is read without exhausting the stack', () => {
    const count = 30_000;
    const mapping = Object.fromEntries(
      Array.from({ length: count }, (_, at) => [
        `n${at}`,
        at % 3 === 2
          ? { parent: `n${at - 1}` }
          : turn(at === 0 ? null : `n${at - 1}`, 'x', at % 3 === 1 ? 'assistant' : 'user'),
      ]),
    );
    const { trees } = parse(JSON.stringify([{ mapping, current_node: `n${count - 1}` }]));
    expect(trees[0]?.messages.length).toBe(Math.ceil((count * 2) / 3));
  });

  test.each([
    [
      'that would unpack to far more than it is',
      [{ path: 'a.json', bytes: new Uint8Array(20 * 1024 ** 2), deflate: true }],
      'too-large',
    ],
    [
      'that says it is larger than is ever taken in',
      [{ path: 'a.json', saysBytes: ARCHIVE_LIMITS.fileBytes + 1 }],
      'too-large',
    ],
    [
      'whose file is longer than it says',
      [{ path: 'a.json', bytes: bytesOf('[1,2,3]'.repeat(1_000)), deflate: true, saysBytes: 10 }],
      'damaged',
    ],
    [
      'whose file is not what its checksum says',
      [{ path: 'a.json', bytes: bytesOf('[]'), saysCrc: 1 }],
      'damaged',
    ],
    ['that is encrypted', [{ path: 'a.json', bytes: bytesOf('[]'), flags: 1 }], 'damaged'],
    [
      'whose JSON is a link',
      [{ path: 'a.json', bytes: bytesOf('/etc'), unixMode: 0o120777 }],
      'damaged',
    ],
    ['without a conversation', [{ path: '../../a.json', bytes: bytesOf('{}') }], 'not-an-archive'],
  ])('that is a zip %s is refused', async (_title, entries, fault) => {
    expect(await readChatFile(writeZip(entries), OMITTED)).toEqual({ ok: false, error: fault });
  });

  test('that is the beginning of a zip is refused', async () => {
    const zip = writeZip([{ path: 'a.json', bytes: bytesOf('[]') }]);
    const read = await readChatFile(zip.slice(0, 40), OMITTED);
    expect(read).toEqual({ ok: false, error: 'damaged' });
  });

  const anything = fc.anything({ withNullPrototype: false, maxDepth: 3 });
  const ids = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor');
  const texts = fc.oneof(fc.string(), anything);
  const roles = fc.oneof(fc.constantFrom('user', 'assistant', 'system', 'tool'), anything);
  const messages = fc.record(
    {
      id: fc.oneof(ids, anything),
      author: fc.oneof(fc.record({ role: roles }), anything),
      from: roles,
      role: roles,
      type: fc.oneof(fc.constantFrom('root', 'text'), anything),
      parent: fc.oneof(ids, fc.constant(null), anything),
      ancestors: fc.oneof(fc.array(ids), anything),
      content: fc.oneof(
        texts,
        fc.record({ content_type: fc.string(), parts: fc.oneof(fc.array(texts), anything) }),
      ),
      files: anything,
      extra: anything,
      create_time: anything,
      createdAt: anything,
      timestamp: anything,
    },
    { requiredKeys: [] },
  );
  const conversations = fc.record(
    {
      title: anything,
      mapping: fc.oneof(
        fc.dictionary(
          ids,
          fc.record({ parent: fc.oneof(ids, fc.constant(null), anything), message: messages }),
        ),
        anything,
      ),
      current_node: fc.oneof(ids, anything),
      conv: fc.oneof(fc.record({ name: anything, currNode: fc.oneof(ids, anything) }), anything),
      messages: fc.oneof(fc.array(messages), anything),
      update_time: anything,
    },
    { requiredKeys: [] },
  );

  test('of any shape is refused, or gives conversations that the store takes', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(fc.array(conversations), conversations, anything), (value) => {
        const text = JSON.stringify(value) ?? '';
        const read = parseChats(text, OMITTED);
        if (!read.ok) return;
        for (const { conversation, messages: all } of read.value.trees) {
          taken += 1;
          expect(isForest(all)).toBe(true);
          expect(all.every(({ conversationId }) => conversationId === conversation.id)).toBe(true);
          expect(all.every((message) => Number.isSafeInteger(message.createdAt))).toBe(true);
          expect(all.every((message) => typeof message.text === 'string')).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
    // or the property would say nothing
    expect(taken).toBeGreaterThan(2);
  });
});
