import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  markInterrupted,
  newestLeafBelow,
  pathTo,
  repairLeaf,
  titleFromText,
  versionsOf,
  type Message,
} from '../../src/domain/conversation.ts';
import { byId, makeMessage } from '../support/messages.ts';

/** Random trees: each message hangs below an earlier one, or is a root. */
const trees = fc.array(fc.nat(), { minLength: 1, maxLength: 40 }).map((parents) =>
  parents.map((choice, index): Message => {
    const parentIndex = index === 0 ? -1 : (choice % (index + 1)) - 1;
    return makeMessage({
      id: `m${index}`,
      parentId: parentIndex < 0 ? null : `m${parentIndex}`,
      createdAt: index,
    });
  }),
);

describe('pathTo', () => {
  test('runs from a root to the leaf, each message below the one before it', () => {
    fc.assert(
      fc.property(trees, (messages) => {
        const map = byId(messages);
        for (const leaf of messages) {
          const path = pathTo(map, leaf.id);
          expect(path[0]?.parentId).toBeNull();
          expect(path.at(-1)).toBe(leaf);
          path.slice(1).forEach((message, index) => {
            expect(message.parentId).toBe(path[index]?.id);
          });
        }
      }),
    );
  });

  test('ends at a missing parent instead of failing', () => {
    const map = byId([makeMessage({ id: 'a', parentId: 'gone' })]);
    expect(pathTo(map, 'a').map(({ id }) => id)).toEqual(['a']);
  });

  test('ends at a circle instead of hanging', () => {
    const map = byId([
      makeMessage({ id: 'a', parentId: 'b' }),
      makeMessage({ id: 'b', parentId: 'a' }),
    ]);
    expect(pathTo(map, 'a')).toHaveLength(2);
  });

  test('is empty for no leaf', () => {
    expect(pathTo(new Map(), null)).toEqual([]);
  });
});

describe('versions', () => {
  test('every message is one of its own versions, and all versions share a parent and a role', () => {
    fc.assert(
      fc.property(trees, (messages) => {
        const map = byId(messages);
        for (const message of messages) {
          const versions = versionsOf(map, message);
          expect(versions).toContain(message);
          expect(new Set(versions.map(({ parentId }) => parentId)).size).toBe(1);
        }
      }),
    );
  });

  test('switching to a version lands on a leaf below it', () => {
    fc.assert(
      fc.property(trees, (messages) => {
        const map = byId(messages);
        for (const message of messages) {
          const leaf = newestLeafBelow(map, message.id);
          expect(messages.some(({ parentId }) => parentId === leaf)).toBe(false);
          expect(pathTo(map, leaf).map(({ id }) => id)).toContain(message.id);
        }
      }),
    );
  });

  test('versions are ordered by age', () => {
    const map = byId([
      makeMessage({ id: 'new', createdAt: 2 }),
      makeMessage({ id: 'old', createdAt: 1 }),
    ]);
    const [first] = map.values();
    expect(first && versionsOf(map, first).map(({ id }) => id)).toEqual(['old', 'new']);
  });
});

describe('repair on reading', () => {
  test('a stored leaf that is gone is replaced by the newest message', () => {
    const map = byId([
      makeMessage({ id: 'a', createdAt: 1 }),
      makeMessage({ id: 'b', createdAt: 2 }),
    ]);
    expect(repairLeaf(map, 'gone')).toBe('b');
    expect(repairLeaf(map, 'a')).toBe('a');
    expect(repairLeaf(new Map(), 'gone')).toBeNull();
  });

  test('a reply that was streaming when the page went away is interrupted, with its text', () => {
    const message = makeMessage({ id: 'a', role: 'assistant', status: 'streaming', text: 'half' });
    expect(markInterrupted(message)).toMatchObject({ status: 'interrupted', text: 'half' });
    const done = makeMessage({ id: 'b', status: 'complete' });
    expect(markInterrupted(done)).toBe(done);
  });
});

describe('titleFromText', () => {
  test('takes the first line and shortens it without cutting a character in half', () => {
    expect(titleFromText('  Hello\nthere')).toBe('Hello');
    const title = titleFromText('😀'.repeat(100));
    expect(Array.from(title)).toHaveLength(60);
    expect(title.isWellFormed()).toBe(true);
  });

  test('is never longer than 60 characters and always well formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const title = titleFromText(text);
        expect(Array.from(title).length).toBeLessThanOrEqual(60);
        expect(title.isWellFormed()).toBe(true);
      }),
    );
  });
});
