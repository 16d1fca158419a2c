import { expect, test } from 'vitest';
import { err, ok } from '../../src/domain/result.ts';
import { createMemoryConversationStore } from '../../src/storage/conversations/memory-conversation-store.ts';
import { createFakeApp } from '../support/fake-app.ts';

const lastMessage = (app: Awaited<ReturnType<typeof createFakeApp>>) =>
  app.conversations.path.at(-1);

/** A place in the worker where it waits until the test lets it go on. */
function createHold() {
  let reach = (): void => undefined;
  let release = (): void => undefined;
  /** Resolves when the worker has come there. */
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  const wait = (): Promise<void> => {
    reach();
    return released;
  };
  return { reached, wait, release };
}

test('a question and its reply are stored below each other', async () => {
  const store = createMemoryConversationStore();
  const app = await createFakeApp({ store });
  expect(await app.chat.send('Hi')).toBe(true);
  const [conversation] = app.conversations.list;
  const stored = await store.readMessages(conversation?.id ?? '');
  expect(stored).toMatchObject({
    value: [
      { role: 'user', text: 'Hi', parentId: null },
      { role: 'assistant', text: 'A reply.', status: 'complete' },
    ],
  });
});

test('the question is stored before the engine is asked', async () => {
  const store = createMemoryConversationStore();
  let storedWhenAsked: unknown;
  const app = await createFakeApp({
    store,
    chat: {
      async generate() {
        const listed = await store.listConversations();
        const id = listed.ok ? listed.value[0]?.id : undefined;
        storedWhenAsked = await store.readMessages(id ?? '');
        return ok({ end: 'complete', usage: null, droppedMessages: 0, verdict: null });
      },
    },
  });
  await app.chat.send('Hi');
  expect(storedWhenAsked).toMatchObject({ value: [{ text: 'Hi' }, { status: 'streaming' }] });
});

test('nothing is sent while a reply is being written, or without a word', async () => {
  const app = await createFakeApp();
  expect(await app.chat.send('   ')).toBe(false);
  const [first, second] = await Promise.all([app.chat.send('one'), app.chat.send('two')]);
  expect([first, second]).toEqual([true, false]);
  expect(app.conversations.path.map(({ text }) => text)).toEqual(['one', 'A reply.']);
});

test('a reply that fails keeps the question, and the next prompt still alternates', async () => {
  const prompts: unknown[] = [];
  let fail = true;
  const app = await createFakeApp({
    chat: {
      generate: ({ messages }, { emit }) => {
        prompts.push(messages);
        if (fail) return Promise.resolve(err({ type: 'gpu-lost', detail: '' }));
        emit({ type: 'text', text: 'ok' });
        return Promise.resolve(
          ok({ end: 'complete', usage: null, droppedMessages: 0, verdict: null }),
        );
      },
    },
  });
  await app.chat.send('one');
  expect(lastMessage(app)).toMatchObject({ status: 'failed', text: '' });
  expect(app.chat.problemOf(lastMessage(app)?.id ?? '')).toMatchObject({ type: 'gpu-lost' });
  fail = false;
  await app.chat.send('two');
  expect(prompts.at(-1)).toEqual([{ role: 'user', content: 'one\n\ntwo' }]);
});

test('text that arrived before a failure is kept and marked', async () => {
  const app = await createFakeApp({
    chat: {
      generate: (_request, { emit }) => {
        emit({ type: 'text', text: 'half' });
        return Promise.resolve(err({ type: 'gpu-lost', detail: '' }));
      },
    },
  });
  await app.chat.send('Hi');
  expect(lastMessage(app)).toMatchObject({ status: 'interrupted', text: 'half' });
});

test('opening another conversation in the middle of a reply does not mix them', async () => {
  const hold = createHold();
  const app = await createFakeApp({
    chat: {
      generate: async ({ messages }, { emit }) => {
        await hold.wait();
        emit({ type: 'text', text: `to ${messages.at(-1)?.content ?? ''}` });
        return ok({ end: 'complete', usage: null, droppedMessages: 0, verdict: null });
      },
    },
  });
  const sending = app.chat.send('first');
  await hold.reached;
  const firstId = app.conversations.activeId;
  expect(firstId).not.toBeNull();
  app.conversations.startNew();
  hold.release();
  await sending;
  expect(app.conversations.path).toEqual([]);
  await app.conversations.open(firstId ?? '');
  expect(app.conversations.path.map(({ text }) => text)).toEqual(['first', 'to first']);
});

test('a question that is still being screened goes where it was asked, whatever is opened meanwhile', async () => {
  const hold = createHold();
  const app = await createFakeApp({
    chat: {
      screen: async ({ text }) => {
        await hold.wait();
        const judged = { decisions: [], masks: [], policyHash: '0'.repeat(64) };
        return ok({ type: 'passed', text, watched: false, ...judged });
      },
    },
  });
  await app.chat.send('in the first');
  const firstId = app.conversations.activeId ?? '';
  app.safety.level = 'standard';
  Object.defineProperty(app.safety, 'canJudge', { value: true });
  const sending = app.chat.send('also in the first');
  await hold.reached;
  app.conversations.startNew();
  hold.release();
  await sending;
  expect(app.conversations.path).toEqual([]);
  await app.conversations.open(firstId);
  const texts = app.conversations.path.map(({ text }) => text);
  expect(texts).toEqual(['in the first', 'A reply.', 'also in the first', 'A reply.']);
});

test('deleting a conversation stops the reply that is being written in it', async () => {
  const hold = createHold();
  const app = await createFakeApp({
    chat: {
      generate: (_request, { signal }) =>
        new Promise((resolve) => {
          void hold.wait();
          signal.addEventListener('abort', () => {
            resolve(ok({ end: 'stopped', usage: null, droppedMessages: 0, verdict: null }));
          });
        }),
    },
  });
  const sending = app.chat.send('first');
  await hold.reached;
  await app.removeConversations([app.conversations.activeId ?? '']);
  await sending;
  expect(app.chat.reply).toBeNull();
  expect(app.conversations.list).toEqual([]);
});

test('a deleted conversation does not come back when its reply ends', async () => {
  const hold = createHold();
  const store = createMemoryConversationStore();
  const app = await createFakeApp({
    store,
    chat: {
      generate: async () => {
        await hold.wait();
        return ok({ end: 'complete', usage: null, droppedMessages: 0, verdict: null });
      },
    },
  });
  const sending = app.chat.send('first');
  await hold.reached;
  await app.conversations.remove([app.conversations.activeId ?? '']);
  hold.release();
  await sending;
  expect(app.conversations.list).toEqual([]);
  expect(await store.listConversations()).toEqual({ ok: true, value: [] });
});

test('asking again makes a second version beside the first, with the same question', async () => {
  const app = await createFakeApp();
  await app.chat.send('Hi');
  const first = lastMessage(app);
  if (!first) throw new Error('no reply');
  await app.chat.regenerate(first);
  expect(app.conversations.path.map(({ text }) => text)).toEqual(['Hi', 'A reply.']);
  expect(lastMessage(app)?.id).not.toBe(first.id);
  await app.conversations.showVersion(first.id);
  expect(lastMessage(app)?.id).toBe(first.id);
});

test('what could not be saved is saved with the next message', async () => {
  const inner = createMemoryConversationStore();
  let full = true;
  const app = await createFakeApp({
    store: {
      ...inner,
      save: (conversation, messages) =>
        full
          ? Promise.resolve(err({ type: 'quota-exceeded', neededBytes: null }))
          : inner.save(conversation, messages),
    },
  });
  await app.chat.send('one');
  expect(app.conversations.problem).toMatchObject({ type: 'quota-exceeded' });
  full = false;
  await app.chat.send('two');
  expect(app.conversations.problem).toBeNull();
  const stored = await inner.readMessages(app.conversations.activeId ?? '');
  expect(stored.ok && stored.value.map(({ text }) => text).sort()).toEqual([
    'A reply.',
    'A reply.',
    'one',
    'two',
  ]);
});
