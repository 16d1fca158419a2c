import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  confirm,
  noteStart,
  takeOver,
  type ReleaseRecord,
} from '../../../workers/offline/release-record.ts';

const confirmed = (id: string): ReleaseRecord => confirm(takeOver(null, id));

describe('the record of releases', () => {
  it('goes to the release that takes over, and keeps the one before it until it has started', () => {
    const record = takeOver(confirmed('a'), 'b');
    expect(record).toMatchObject({ currentId: 'b', previousId: 'a', isConfirmed: false });
    expect(confirm(record)).toMatchObject({ currentId: 'b', previousId: null, isConfirmed: true });
  });

  it('goes back after two starts that nobody reported from, and not before five seconds', () => {
    let record = takeOver(confirmed('a'), 'b');
    record = noteStart(record, 1_000);
    record = noteStart(record, 2_000);
    expect(noteStart(record, 5_900).currentId).toBe('b');
    expect(noteStart(record, 6_100)).toMatchObject({ currentId: 'a', isConfirmed: true });
  });

  it('does not go back when many tabs are loaded again at once', () => {
    let record = takeOver(confirmed('a'), 'b');
    for (let tab = 0; tab < 20; tab += 1) record = noteStart(record, 1_000 + tab);
    expect(record.currentId).toBe('b');
  });

  it('goes back over a release that never started to the last one that did', () => {
    const record = takeOver(takeOver(confirmed('a'), 'b'), 'c');
    expect(record).toMatchObject({ currentId: 'c', previousId: 'a' });
  });

  it('has nothing to go back to on a first visit', () => {
    let record = takeOver(null, 'a');
    for (let start = 0; start < 5; start += 1) record = noteStart(record, start * 60_000);
    expect(record.currentId).toBe('a');
  });

  it('goes back, too, when the clock has been set back meanwhile', () => {
    let record = takeOver(confirmed('a'), 'b');
    record = noteStart(noteStart(record, 900_000), 901_000);
    expect(noteStart(record, 1_000).currentId).toBe('a');
  });

  it('serves one that has been confirmed for ever, whatever the clock says', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (times) => {
        const record = confirm(takeOver(confirmed('a'), 'b'));
        expect(times.reduce(noteStart, record)).toEqual(record);
      }),
    );
  });
});
