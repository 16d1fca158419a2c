import { deleteDB } from 'idb';
import { beforeEach, expect, test } from 'vitest';
import type { Message } from '../../src/domain/conversation.ts';
import { createFakeApp } from '../support/fake-app.ts';
import { BY, storedReports, SUBJECT } from '../support/reports.ts';

beforeEach(async () => {
  for (const name of ['audit', 'reports', 'usage']) await deleteDB(`mamori-${name}`);
});

const QUESTION: Message = {
  id: 'q1',
  conversationId: 'c1',
  parentId: null,
  role: 'user',
  text: 'How do I crack eggs?',
  status: 'complete',
  modelId: null,
  usage: null,
  droppedMessages: 0,
  createdAt: 0,
};

test('what was decided about a question is counted at the level in force', async () => {
  const { oversight, usage } = await createFakeApp();
  await oversight.record(QUESTION, { decisions: [BY], by: BY, policyHash: '0'.repeat(64) });
  await oversight.record(
    { ...QUESTION, role: 'assistant' },
    { decisions: [], by: null, policyHash: '0'.repeat(64) },
  );
  await usage.read();
  expect(usage.figures).toMatchObject([
    { level: 'off', total: { question: 1, 'blocked-question': 1, reply: 1, 'blocked-reply': 0 } },
  ]);
});

test('deleting a conversation deletes the texts of its reports', async () => {
  const app = await createFakeApp();
  await app.reports.add(SUBJECT, { comment: 'Wrong', keepText: true });
  await app.removeConversations(['c1']);
  expect(await storedReports()).toMatchObject([{ comment: 'Wrong', text: null }]);
});

test('a policy is named in the log when it comes into force, once, and so is going without one', async () => {
  const { oversight, audit, safety } = await createFakeApp();
  const causes = async (): Promise<unknown[]> => {
    await audit.readFirst();
    return (audit.rows ?? []).map((row) => [row?.record.cause.type, row?.record.policyHash]);
  };
  // at level off nothing is logged from the start
  await oversight.admit();
  expect(await causes()).toEqual([]);

  safety.level = 'standard';
  await oversight.admit();
  await oversight.admit();
  const standard = ['policy-changed', await safety.hashPolicy()];
  expect(await causes()).toEqual([standard]);

  safety.level = 'off';
  await oversight.admit();
  await oversight.admit();
  const off = ['policy-changed', await safety.hashPolicy()];
  safety.level = 'standard';
  await oversight.admit();
  expect(await causes()).toEqual([standard, off, standard]);
});

test('help in place of an answer does not bring a cool-down nearer, blocks do', async () => {
  const { oversight, safety } = await createFakeApp();
  safety.level = 'standard';
  // five blocks within ten minutes
  safety.domain = 'education';
  const record = async (action: 'replace' | 'block'): Promise<void> => {
    const by = { ...BY, action };
    await oversight.record(QUESTION, { decisions: [by], by, policyHash: '0'.repeat(64) });
  };
  for (let times = 0; times < 5; times += 1) await record('replace');
  expect(oversight.wait).toBeNull();
  for (let times = 0; times < 5; times += 1) await record('block');
  expect(oversight.wait).not.toBeNull();
});
