import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ARCHIVE_LIMITS,
  createArchive,
  isForest,
  withNewIds,
  type ArchiveFault,
  type ConversationTree,
} from '../../src/domain/chat-archive.ts';
import {
  CONVERSATION_SCHEMA_VERSION,
  pathTo,
  type Conversation,
  type Message,
} from '../../src/domain/conversation.ts';
import { ok, type Result } from '../../src/domain/result.ts';
import { createConversationStore } from '../../src/storage/conversations/conversation-store.ts';
import {
  parseChats,
  readChatFile,
} from '../../src/storage/conversations/imports/read-chat-file.ts';
import {
  keepReadableConversations,
  keepReadableMessages,
} from '../../src/storage/conversations/records.ts';
import { freshenStorage } from '../support/fresh-storage.ts';
import { byId, makeMessage } from '../support/messages.ts';

const AT = new Date('2026-11-29T05:00:00Z');

type Trees = Result<readonly ConversationTree[], ArchiveFault>;

function parseArchive(text: string): Trees {
  const read = parseChats(text, '');
  return read.ok ? ok(read.value.trees) : read;
}

async function readArchive(file: Blob): Promise<Trees> {
  const read = await readChatFile(file, '');
  return read.ok ? ok(read.value.trees) : read;
}

const conversation: Conversation = {
  schemaVersion: CONVERSATION_SCHEMA_VERSION,
  id: 'c1',
  title: 'First',
  activeLeafId: 'b',
  createdAt: 1,
  updatedAt: 2,
};
const messages = [
  makeMessage({ id: 'a' }),
  makeMessage({ id: 'b', parentId: 'a', role: 'assistant', text: '답변 🙂' }),
];

/** The parsed JSON of an archive with one conversation, for a test to spoil. */
interface Raw {
  format: unknown;
  version: unknown;
  conversations: {
    conversation: Record<string, unknown>;
    messages: Record<string, unknown>[];
  }[];
}

function spoil(change: (raw: Raw) => void): string {
  const raw = JSON.parse(JSON.stringify(createArchive([{ conversation, messages }], AT))) as Raw;
  change(raw);
  return JSON.stringify(raw);
}

function first<T>(items: readonly T[] | undefined): T {
  const item = items?.[0];
  if (item === undefined) throw new Error('there is none');
  return item;
}

/** What a tree says, without its ids: parents as places in the order of the messages. */
function shapeOf({ conversation: about, messages: all }: ConversationTree) {
  const placeOf = (id: string | null) => all.findIndex((message) => message.id === id);
  return {
    about: { ...about, id: '', activeLeafId: placeOf(about.activeLeafId) },
    messages: all.map((message) => ({
      ...message,
      id: '',
      conversationId: '',
      parentId: placeOf(message.parentId),
    })),
  };
}

const verdicts = fc.record({
  policyName: fc.string(),
  level: fc.constantFrom('minimal', 'standard', 'strict'),
  policyHash: fc.string(),
  by: fc.constant(null),
  decisions: fc.array(
    fc.record({
      side: fc.constantFrom('prompt', 'response'),
      action: fc.constantFrom('log', 'warn', 'mask', 'replace', 'block'),
      cause: fc.oneof(
        fc.record({
          type: fc.constant('category' as const),
          category: fc.string(),
          score: fc.nat(),
          threshold: fc.nat(),
        }),
        fc.record({
          type: fc.constant('rule' as const),
          ruleId: fc.string(),
          category: fc.string(),
        }),
      ),
    }),
    { maxLength: 2 },
  ),
  masks: fc.array(
    fc.record({
      placeholder: fc.constantFrom('[PHONE_1]', '[MY_NUMBER_12]'),
      entity: fc.string(),
      value: fc.option(fc.string()),
      canonical: fc.option(fc.string()),
    }),
    { maxLength: 2 },
  ),
  notice: fc.string(),
});

const settings = fc.record(
  {
    systemPrompt: fc.string(),
    temperature: fc.option(fc.double({ min: 0, max: 2, noNaN: true }).map(Math.abs)),
    seed: fc.option(fc.nat(1_000)),
    stopWords: fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 3 }),
    isThinking: fc.boolean(),
    jsonSchema: fc.option(fc.constant('{"type":"object"}')),
  },
  { requiredKeys: [] },
);
const sampling = fc.record(
  { temperature: fc.option(fc.constantFrom(0, 0.7)), seed: fc.option(fc.nat(1_000)) },
  { requiredKeys: [] },
);
/** What a conversation has beside its name. */
const placements = fc.record(
  {
    settings,
    pinned: fc.constant(true),
    archived: fc.constant(true),
    folder: fc.constantFrom('Work', '旅行', 'a b'),
  },
  { requiredKeys: [] },
);
const usages = fc.record({
  promptTokens: fc.nat(),
  completionTokens: fc.nat(),
  prefillTokensPerSecond: fc.nat(),
  decodeTokensPerSecond: fc.nat(),
});

/** Conversations of any shape that the app can make. Text is any sequence of code units, lone surrogates included. */
const trees = fc
  .array(
    fc.record({
      choice: fc.nat(),
      text: fc.string({ unit: 'binary' }),
      role: fc.constantFrom('user' as const, 'assistant' as const),
      status: fc.constantFrom('complete' as const, 'stopped' as const, 'blocked' as const),
      modelId: fc.option(fc.string()),
      usage: fc.option(usages),
      droppedMessages: fc.nat(50),
      more: fc.record(
        { isPinned: fc.boolean(), sampling, verdict: verdicts },
        { requiredKeys: [] },
      ),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .chain((drafts) =>
    fc.record({
      drafts: fc.constant(drafts),
      leaf: fc.nat(drafts.length - 1),
      title: fc.string({ unit: 'grapheme', maxLength: 60 }),
      placement: placements,
    }),
  )
  .map(({ drafts, leaf, title, placement }): ConversationTree => {
    const all = drafts.map(({ choice, more, ...draft }, index): Message => {
      const parent = index === 0 ? -1 : (choice % (index + 1)) - 1;
      return {
        ...makeMessage({
          ...draft,
          id: `m${index}`,
          parentId: parent < 0 ? null : `m${parent}`,
          createdAt: index,
        }),
        ...more,
      };
    });
    return {
      conversation: { ...conversation, ...placement, title, activeLeafId: `m${leaf}` },
      messages: all,
    };
  });

describe('what was exported', () => {
  test('is the same when it is imported, with versions, settings, pins and places, under ids of its own', () => {
    fc.assert(
      fc.property(fc.array(trees, { maxLength: 4 }), (exported) => {
        const read = parseArchive(JSON.stringify(createArchive(exported, AT)));
        if (!read.ok) throw new Error(read.error);
        expect(read.value.map(shapeOf)).toEqual(exported.map(shapeOf));
        const ids = [...exported, ...read.value].flatMap((tree) =>
          tree.messages.map(({ id }) => id),
        );
        const imported = read.value.flatMap((tree) => tree.messages.map(({ id }) => id));
        expect(new Set(imported).size).toBe(imported.length);
        expect(ids.filter((id) => imported.includes(id))).toHaveLength(imported.length);
        for (const tree of read.value) {
          expect(tree.messages.every((m) => m.conversationId === tree.conversation.id)).toBe(true);
        }
      }),
    );
  });

  test('lies beside the original after it was imported from a file', async () => {
    freshenStorage();
    const store = createConversationStore();
    await store.save([conversation], messages);
    const file = new Blob([JSON.stringify(createArchive([{ conversation, messages }], AT))]);
    const read = await readArchive(file);
    expect(read.ok && (await store.addAll(read.value))).toEqual({ ok: true, value: null });
    const listed = await store.listConversations();
    expect(listed.ok && listed.value.map(({ title }) => title)).toEqual(['First', 'First']);
    const copy = listed.ok ? listed.value.find(({ id }) => id !== 'c1') : undefined;
    const copied = await store.readMessages(copy?.id ?? '');
    if (!copied.ok) throw new Error('not read');
    expect(pathTo(byId(copied.value), copy?.activeLeafId ?? null).map(({ text }) => text)).toEqual([
      'a',
      '답변 🙂',
    ]);
    expect(await store.readMessages('c1')).toEqual({ ok: true, value: messages });
  });

  test('marks a reply that was being written as interrupted', () => {
    const writing = makeMessage({ id: 'a', role: 'assistant', status: 'streaming' });
    const archive = createArchive([{ conversation, messages: [writing] }], AT);
    expect(first(archive.conversations[0]?.messages).status).toBe('interrupted');
    const read = parseArchive(
      spoil((raw) => (first(first(raw.conversations).messages)['status'] = 'streaming')),
    );
    expect(read.ok && first(first(read.value).messages).status).toBe('interrupted');
  });

  test('keeps its text without a figure of its cost that cannot be read', () => {
    const read = parseArchive(
      spoil((raw) => {
        first(first(raw.conversations).messages)['usage'] = { promptTokens: null };
      }),
    );
    expect(read.ok && first(first(read.value).messages)).toMatchObject({ text: 'a', usage: null });
  });
});

describe('any file', () => {
  const anything = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .jsonValue()
      .map((value) => JSON.stringify({ format: 'mamori-chats', version: 1, conversations: value })),
    // a real archive in which one value is another
    fc
      .tuple(trees, fc.nat(), fc.jsonValue())
      .map(([tree, place, value]) => replaceValue(createArchive([tree], AT), place, value)),
  );

  test('is an answer, never an exception, and nothing that comes out of it is unreadable', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const read = parseArchive(text);
        if (!read.ok) return;
        for (const tree of read.value) {
          expect(keepReadableConversations([tree.conversation])).toHaveLength(1);
          expect(keepReadableMessages(tree.messages)).toHaveLength(tree.messages.length);
          expect(isForest(tree.messages)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['a picture', '\u0089PNG', 'not-an-archive'],
    ['another JSON file', '{"conversations":[]}', 'not-an-archive'],
    ['a list', '[]', 'not-an-archive'],
    ['half a file', spoil(() => undefined).slice(0, -20), 'not-an-archive'],
    ['a newer archive', spoil((raw) => (raw.version = 2)), 'newer-version'],
    [
      'an archive with newer conversations',
      spoil((raw) => (first(raw.conversations).conversation['schemaVersion'] = 99)),
      'newer-version',
    ],
    ['an archive of no version', spoil((raw) => (raw.version = 0)), 'damaged'],
    [
      'a text that is none',
      spoil((raw) => (first(first(raw.conversations).messages)['text'] = 7)),
      'damaged',
    ],
    [
      'a message twice',
      spoil((raw) =>
        first(raw.conversations).messages.push(first(first(raw.conversations).messages)),
      ),
      'damaged',
    ],
    [
      'a circle of parents',
      spoil((raw) => (first(first(raw.conversations).messages)['parentId'] = 'b')),
      'damaged',
    ],
    [
      'a parent that is not there',
      spoil((raw) => (first(first(raw.conversations).messages)['parentId'] = 'z')),
      'damaged',
    ],
    [
      'a mask that would stand for a word of the text',
      spoil((raw) => {
        first(first(raw.conversations).messages)['verdict'] = {
          ...{ policyName: '', level: '', policyHash: '', by: null, decisions: [], notice: '' },
          masks: [{ placeholder: 'not', entity: 'phone', value: '', canonical: null }],
        };
      }),
      'damaged',
    ],
    [
      'a text without end',
      spoil((raw) => {
        first(first(raw.conversations).messages)['text'] = 'x'.repeat(
          ARCHIVE_LIMITS.textLength + 1,
        );
      }),
      'too-large',
    ],
    [
      'conversations without end',
      spoil((raw) => {
        const only = first(raw.conversations);
        raw.conversations = Array.from({ length: ARCHIVE_LIMITS.conversations + 1 }, () => ({
          ...only,
          messages: [],
        }));
      }),
      'too-large',
    ],
  ])('that is %s is refused with its reason', (_what, text, fault) => {
    expect(parseArchive(text)).toEqual({ ok: false, error: fault });
  });

  test('that is too large is refused before it is read', async () => {
    const start = new Blob(['{']);
    const file = { size: ARCHIVE_LIMITS.fileBytes + 1, slice: () => start } as unknown as Blob;
    expect(await readArchive(file)).toEqual({ ok: false, error: 'too-large' });
  });

  test('that is not text is refused', async () => {
    const bytes = new Blob([new Uint8Array([0xff, 0xfe, 0x00])]);
    expect(await readArchive(bytes)).toEqual({ ok: false, error: 'not-an-archive' });
  });

  test('cannot bring fields of its own or change what all objects are', () => {
    const text = spoil((raw) => {
      Object.assign(first(raw.conversations).conversation, { isAdmin: true });
    }).replace('"title"', '"__proto__":{"polluted":true},"title"');
    const read = parseArchive(text);
    if (!read.ok) throw new Error(read.error);
    expect(Object.keys(first(read.value).conversation).sort()).toEqual(
      Object.keys(conversation).sort(),
    );
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect((first(read.value).conversation as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('has its titles cut between characters', () => {
    const title = '🙂'.repeat(500);
    const read = parseArchive(
      spoil((raw) => (first(raw.conversations).conversation['title'] = title)),
    );
    expect(read.ok && first(read.value).conversation.title).toBe(
      '🙂'.repeat(ARCHIVE_LIMITS.titleCharacters),
    );
  });
});

test('a leaf that is not there is replaced by the newest message', () => {
  const tree = { conversation: { ...conversation, activeLeafId: 'gone' }, messages };
  const renamed = withNewIds(tree, () => crypto.randomUUID());
  expect(renamed.messages.map(({ id }) => id)).toContain(renamed.conversation.activeLeafId);
});

test('a very long conversation is checked without a deep stack', () => {
  const long = Array.from({ length: 50_000 }, (_, index) =>
    makeMessage({ id: `m${index}`, parentId: index === 0 ? null : `m${index - 1}` }),
  );
  expect(isForest(long.reverse())).toBe(true);
});

/** The JSON of `value` in which the `place`th value, counted from the top, is another. */
function replaceValue(value: unknown, place: number, by: unknown): string {
  const text = JSON.stringify(value);
  let total = 0;
  JSON.parse(text, (_key, item: unknown) => ((total += 1), item));
  let at = 0;
  return JSON.stringify(
    JSON.parse(text, (_key, item: unknown) => (at++ === place % total ? by : item)),
  );
}
