import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Conversation } from '../../src/domain/conversation.ts';
import { Conversations } from '../../src/state/conversations.svelte.ts';
import type { NewMessage } from '../../src/state/new-messages.ts';
import { TabSync } from '../../src/state/tab-sync.ts';
import type { ConversationStore } from '../../src/storage/conversations/conversation-store.ts';
import { createMemoryConversationStore } from '../../src/storage/conversations/memory-conversation-store.ts';

/** Real locks and channels of one page stand for those of two tabs. */
let channels: BroadcastChannel[];
let store: ConversationStore;
let name: string;
let here: Conversations;
let there: Conversations;

function openTab(): Conversations {
  const channel = new BroadcastChannel(name);
  channels.push(channel);
  return new Conversations({
    store,
    fallback: createMemoryConversationStore,
    preferences: { read: () => null, write: () => undefined },
    tabs: new TabSync({ locks: navigator.locks, channel }),
  });
}

beforeEach(async () => {
  name = crypto.randomUUID();
  channels = [];
  store = createMemoryConversationStore();
  here = openTab();
  there = openTab();
  await Promise.all([here.start(), there.start()]);
});
afterEach(() => {
  for (const channel of channels) channel.close();
});

const draft = (text: string, values: Partial<NewMessage> = {}): NewMessage => ({
  parentId: null,
  role: 'user',
  text,
  status: 'complete',
  modelId: null,
  ...values,
});
const reply = (text: string, status: NewMessage['status'] = 'complete'): NewMessage =>
  draft(text, { role: 'assistant', status });

async function add(tab: Conversations, to: Conversation | null, ...drafts: NewMessage[]) {
  const { added, stored } = tab.append(drafts, to);
  await stored;
  return added;
}

const texts = (tab: Conversations) => tab.path.map(({ text }) => text);
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function openBoth(): Promise<string> {
  await add(here, null, draft('Hello'), reply('Hi.'));
  const id = here.activeId ?? '';
  await expect.poll(() => there.list.length).toBe(1);
  await there.open(id);
  return id;
}

test('a conversation that begins in one tab appears in the other', async () => {
  await add(here, null, draft('Hello'));
  await expect.poll(() => there.list.map(({ title }) => title)).toEqual(['Hello']);
  expect(there.activeId).toBeNull();
});

test('what is added to a conversation that both show is shown in both', async () => {
  await openBoth();
  const parentId = here.path.at(-1)?.id ?? null;
  await add(here, here.active, draft('More', { parentId }), reply('Yes.'));
  await expect.poll(() => texts(there)).toEqual(['Hello', 'Hi.', 'More', 'Yes.']);
});

test('a name that is given in one tab is not undone by the other', async () => {
  const id = await openBoth();
  await here.rename(id, 'Lamps');
  await expect.poll(() => there.active?.title).toBe('Lamps');
  const parentId = there.path.at(-1)?.id ?? null;
  await add(there, there.active, draft('More', { parentId }));
  await expect.poll(() => texts(here)).toEqual(['Hello', 'Hi.', 'More']);
  expect(here.active?.title).toBe('Lamps');
});

test('a reply that another tab is writing grows here, and is never marked interrupted', async () => {
  const id = await openBoth();
  const parentId = here.path.at(-1)?.id ?? null;
  const added = await add(here, here.active, draft('More', { parentId }), reply('', 'streaming'));
  const written = added.at(-1);
  if (!written) throw new Error('nothing was added');
  const end = here.tabs.holdReply(written);
  const tell = (text: string): void =>
    here.tabs.tell({ type: 'writing', conversationId: id, messageId: written.id, text });
  await expect.poll(() => there.path.length).toBe(4);
  tell('Half');
  await expect.poll(() => there.path.at(-1)).toMatchObject({ text: 'Half', status: 'streaming' });
  // what is stored meanwhile is older
  await there.refresh(id);
  expect(there.path.at(-1)).toMatchObject({ text: 'Half', status: 'streaming' });
  // what was released too much is taken back there too
  tell('Ha');
  await expect.poll(() => there.path.at(-1)?.text).toBe('Ha');
  await here.update({ ...written, text: 'Half of it.', status: 'complete' }, true);
  end();
  await expect
    .poll(() => there.path.at(-1))
    .toMatchObject({ text: 'Half of it.', status: 'complete' });
  const late = openTab();
  await late.start();
  await late.open(id);
  expect(late.path.at(-1)?.status).toBe('complete');
});

test('a tab that is opened in the middle of another one’s reply reads along', async () => {
  const id = await openBoth();
  const parentId = here.path.at(-1)?.id ?? null;
  const added = await add(here, here.active, draft('More', { parentId }), reply('', 'streaming'));
  const written = added.at(-1);
  if (!written) throw new Error('nothing was added');
  const end = here.tabs.holdReply(written);
  const late = openTab();
  await late.start();
  await late.open(id);
  expect(late.path.at(-1)?.status).toBe('streaming');
  // the writer is gone without having finished: its lock is all that tells
  end();
  await expect.poll(() => late.path.at(-1)?.status).toBe('interrupted');
  expect(await store.readMessages(id)).toMatchObject({
    value: expect.arrayContaining([expect.objectContaining({ status: 'streaming' })]),
  });
});

test('a question stands below what another tab has added, even if the news has not come yet', async () => {
  const id = await openBoth();
  const { list, path } = here;
  const [conversation] = list;
  if (!conversation) throw new Error('there is no conversation');
  // written without a word, as by a tab whose news are still on their way
  const silent = new Conversations({
    store,
    fallback: createMemoryConversationStore,
    preferences: { read: () => null, write: () => undefined },
  });
  await silent.start();
  await silent.open(id);
  const parentId = path.at(-1)?.id ?? null;
  await add(silent, silent.active, draft('Silently', { parentId }), reply('So.'));
  expect((await here.catchUp()).map(({ text }) => text)).toEqual([
    ...['Hello', 'Hi.'],
    ...['Silently', 'So.'],
  ]);
});

test('a question stands where it was asked, if another tab has gone on with another version', async () => {
  const id = await openBoth();
  const before = texts(here);
  const silent = new Conversations({
    store,
    fallback: createMemoryConversationStore,
    preferences: { read: () => null, write: () => undefined },
  });
  await silent.start();
  await silent.open(id);
  await add(silent, silent.active, draft('Another question'), reply('Another reply.'));
  expect((await here.catchUp()).map(({ text }) => text)).toEqual(before);
});

test('a conversation that is deleted in one tab is gone in the other, and stays gone', async () => {
  const id = await openBoth();
  const removed: string[] = [];
  there.onRemovedElsewhere = (gone) => removed.push(gone);
  // the other tab is just storing something of it
  const last = there.path.at(-1);
  if (!last) throw new Error('nothing is shown');
  const saving = there.write({ ...last, text: 'Hi!' });
  await here.remove([id]);
  await saving;
  await expect.poll(() => removed).toEqual([id]);
  await wait(100);
  expect(there.activeId).toBeNull();
  expect([here.list, there.list]).toEqual([[], []]);
  expect(await store.listConversations()).toEqual({ ok: true, value: [] });
});

test('what this tab could not store is not replaced by what is stored', async () => {
  const id = await openBoth();
  const { save } = store;
  store.save = () =>
    Promise.resolve({ ok: false, error: { type: 'quota-exceeded', neededBytes: null } });
  const parentId = there.path.at(-1)?.id ?? null;
  await add(there, there.active, draft('Unstored', { parentId }));
  await there.refresh(id);
  expect(texts(there)).toEqual(['Hello', 'Hi.', 'Unstored']);
  store.save = save;
  await there.retrySaving();
  await expect.poll(() => texts(here)).toEqual(['Hello', 'Hi.', 'Unstored']);
});

test.each([
  ['of another release', { version: 2, type: 'removed' }],
  ['without a version', { type: 'removed' }],
  ['of an unknown kind', { version: 1, type: 'renamed' }],
  ['that is no object', 'removed'],
])('news %s change nothing', async (_what, news) => {
  const id = await openBoth();
  const stranger = new BroadcastChannel(name);
  stranger.postMessage(typeof news === 'object' ? { ...news, conversationId: id } : news);
  stranger.postMessage({
    version: 1,
    type: 'writing',
    conversationId: id,
    messageId: 7,
    text: 'x',
  });
  await wait(100);
  expect(texts(there)).toEqual(['Hello', 'Hi.']);
  stranger.close();
});
