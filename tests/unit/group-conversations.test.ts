import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  CONVERSATION_SCHEMA_VERSION,
  FOLDER_MAX_CHARACTERS,
  normalizeFolderName,
  placeConversation,
  type Conversation,
} from '../../src/domain/conversation.ts';
import {
  groupConversations,
  listFolders,
  nextMidnight,
} from '../../src/domain/group-conversations.ts';

function conversation(changes: Partial<Conversation>): Conversation {
  return {
    schemaVersion: CONVERSATION_SCHEMA_VERSION,
    id: 'c1',
    title: '',
    activeLeafId: null,
    createdAt: 0,
    updatedAt: 0,
    ...changes,
  };
}

const compare = new Intl.Collator('en').compare;

/** The key of the group that a conversation of this moment is in. */
function groupAt(time: string, now: string): string | undefined {
  const updatedAt = new Date(time).getTime();
  return groupConversations([conversation({ updatedAt })], new Date(now).getTime(), compare)[0]
    ?.key;
}

const systemZone = process.env['TZ'];
afterEach(() => {
  if (systemZone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = systemZone;
});

describe.each(['UTC', 'Asia/Tokyo', 'America/Los_Angeles', 'Pacific/Kiritimati'])(
  'in %s',
  (zone) => {
    beforeEach(() => {
      process.env['TZ'] = zone;
    });

    test('a day ends at midnight of the own calendar', () => {
      expect(groupAt('2026-11-29T00:00:00', '2026-11-29T00:00:00')).toBe('today');
      expect(groupAt('2026-11-28T23:59:59.999', '2026-11-29T00:00:00')).toBe('yesterday');
      expect(groupAt('2026-11-28T00:00:00', '2026-11-29T23:59:59')).toBe('yesterday');
      expect(groupAt('2026-11-27T23:59:59', '2026-11-29T00:00:00')).toBe('last-week');
      expect(groupAt('2026-11-22T00:00:00', '2026-11-29T12:00:00')).toBe('last-week');
      expect(groupAt('2026-11-21T23:59:59', '2026-11-29T12:00:00')).toBe('last-month');
      expect(groupAt('2026-10-30T00:00:00', '2026-11-29T12:00:00')).toBe('last-month');
      expect(groupAt('2026-10-29T23:59:59', '2026-11-29T12:00:00')).toBe('month:2026-9');
      expect(groupAt('2025-12-31T23:59:59', '2026-11-29T12:00:00')).toBe('month:2025-11');
    });

    test('what was changed before the clock was set back is of today', () => {
      expect(groupAt('2027-03-01T00:00:00', '2026-11-29T12:00:00')).toBe('today');
    });

    test('midnight is the next time at which groups change', () => {
      const now = new Date('2026-11-29T13:00:00').getTime();
      expect(nextMidnight(now)).toBe(new Date('2026-11-30T00:00:00').getTime());
    });
  },
);

test('a day of 23 hours and one of 25 are days', () => {
  process.env['TZ'] = 'America/Los_Angeles';
  expect(groupAt('2026-03-08T00:30:00', '2026-03-09T00:10:00')).toBe('yesterday');
  expect(groupAt('2026-11-01T00:10:00', '2026-11-02T00:30:00')).toBe('yesterday');
  expect(groupAt('2026-10-31T23:50:00', '2026-11-02T00:30:00')).toBe('last-week');
});

test('pinned come first, then folders by name, then times, and archived last, whatever else they are', () => {
  const now = new Date('2026-11-29T12:00:00').getTime();
  const list = [
    conversation({ id: 'a', updatedAt: now, archived: true, pinned: true }),
    conversation({ id: 'b', updatedAt: now, folder: 'Work' }),
    conversation({ id: 'c', updatedAt: now }),
    conversation({ id: 'd', updatedAt: now, folder: 'Art' }),
    conversation({ id: 'e', updatedAt: now, pinned: true, folder: 'Work' }),
    conversation({ id: 'f', updatedAt: 0 }),
  ];
  expect(
    groupConversations(list, now, compare).map(({ key, conversations }) => [
      key,
      conversations.map(({ id }) => id).join(''),
    ]),
  ).toEqual([
    ['pinned', 'e'],
    ['folder:Art', 'd'],
    ['folder:Work', 'b'],
    ['today', 'c'],
    ['month:1970-0', 'f'],
    ['archived', 'a'],
  ]);
  expect(listFolders(list, compare)).toEqual(['Art', 'Work']);
});

const placed = fc.record(
  {
    updatedAt: fc.integer({ min: 0, max: 2_000_000_000_000 }),
    pinned: fc.boolean(),
    archived: fc.boolean(),
    folder: fc.constantFrom('A', 'B'),
  },
  { requiredKeys: ['updatedAt'] },
);

test('every conversation is in exactly one group, and keeps its order there', () => {
  fc.assert(
    fc.property(
      fc.array(placed),
      fc.integer({ min: 0, max: 2_000_000_000_000 }),
      (changes, nowMs) => {
        const list = changes
          .map((change, index) => conversation({ ...change, id: String(index) }))
          .sort((a, b) => b.updatedAt - a.updatedAt);
        const groups = groupConversations(list, nowMs, compare);
        expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
        const seen = groups.flatMap(({ conversations }) => conversations);
        expect(seen).toHaveLength(list.length);
        for (const { conversations } of groups) {
          const places = conversations.map((one) => list.indexOf(one));
          expect(places).toEqual([...places].sort((a, b) => a - b));
          expect(places).not.toContain(-1);
        }
      },
    ),
  );
});

test('a place that is taken back leaves nothing behind', () => {
  const plain = conversation({});
  const moved = placeConversation(plain, {
    pinned: true,
    archived: true,
    folder: ' My \n folder ',
  });
  expect(moved).toEqual({ ...plain, pinned: true, archived: true, folder: 'My folder' });
  expect(placeConversation(moved, { pinned: false })).toEqual({
    ...plain,
    archived: true,
    folder: 'My folder',
  });
  expect(placeConversation(moved, { pinned: false, archived: false, folder: '  ' })).toEqual(plain);
});

test('the name of a folder is one line of a length that can be shown, and stays as it is when it is kept again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
      const kept = normalizeFolderName(name);
      expect(Array.from(kept).length).toBeLessThanOrEqual(FOLDER_MAX_CHARACTERS);
      expect(kept).not.toMatch(/[\n\r\t]/u);
      expect(normalizeFolderName(kept)).toBe(kept);
    }),
  );
});
