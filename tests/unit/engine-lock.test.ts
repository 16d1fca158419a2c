import { beforeEach, describe, expect, test } from 'vitest';
import { settle } from '../support/fake-timers.ts';
import { FakeTabs, type FakeTab } from '../support/fake-tabs.ts';

const NAME = 'mamori:engine';

let tabs: FakeTabs;
let first: FakeTab;
let second: FakeTab;

beforeEach(async () => {
  tabs = new FakeTabs();
  first = tabs.open('first');
  second = tabs.open('second');
  expect(await first.lock.acquire()).toBe(true);
});

async function acquireLater(tab: FakeTab): Promise<boolean> {
  const acquiring = tab.lock.acquire();
  await tabs.timers.pass(1_000);
  return acquiring;
}

const heldBy = (): string[] => [
  ...(first.lock.isHeld ? ['first'] : []),
  ...(second.lock.isHeld ? ['second'] : []),
];

describe('the lock', () => {
  test('is one tab’s; another one does not get it', async () => {
    expect(await acquireLater(second)).toBe(false);
    expect(heldBy()).toEqual(['first']);
  });

  test('that is let go within a moment, as by a page that is reloaded, is got', async () => {
    const acquiring = second.lock.acquire();
    await tabs.timers.pass(200);
    first.lock.release();
    expect(await acquiring).toBe(true);
  });

  test('can be taken again by the tab that has it', async () => {
    expect(await first.lock.acquire()).toBe(true);
    first.lock.release();
    await settle();
    expect(tabs.locks.isHeld(NAME)).toBe(false);
  });

  test('that was asked for too late is not kept by accident', async () => {
    expect(await acquireLater(second)).toBe(false);
    first.lock.release();
    await settle();
    expect(tabs.locks.isHeld(NAME)).toBe(false);
  });
});

describe('waiting', () => {
  test('a tab in front gets the lock when its holder is closed or crashes', async () => {
    let granted = 0;
    second.lock.wait(() => (granted += 1));
    await settle();
    tabs.close('first');
    await settle();
    expect(granted).toBe(1);
    expect(second.lock.isHeld).toBe(true);
  });

  test('a hidden tab does not, until it is in front', async () => {
    let granted = 0;
    second.show(false);
    second.lock.wait(() => (granted += 1));
    tabs.close('first');
    await settle();
    expect(granted).toBe(0);
    second.show(true);
    await settle();
    expect(granted).toBe(1);
  });

  test('can be given up', async () => {
    second.lock.wait(() => expect.unreachable());
    second.lock.stopWaiting();
    tabs.close('first');
    await settle();
    expect(tabs.locks.isHeld(NAME)).toBe(false);
  });
});

describe('taking over', () => {
  test('a holder that needs nothing hands over at once', async () => {
    first.lock.onAsked = () => {
      first.lock.release();
      return true;
    };
    expect(await second.lock.takeOver(() => undefined)).toBe(true);
    expect(heldBy()).toEqual(['second']);
  });

  test('a holder that is busy is waited for, however long, and says so', async () => {
    let isBusy = true;
    let told = 0;
    first.lock.onAsked = () => {
      if (isBusy) return false;
      first.lock.release();
      return true;
    };
    const taking = second.lock.takeOver(() => (told += 1));
    await tabs.timers.pass(60_000);
    expect(heldBy()).toEqual(['first']);
    expect(told).toBeGreaterThan(10);
    isBusy = false;
    await tabs.timers.pass(2_000);
    expect(await taking).toBe(true);
    expect(heldBy()).toEqual(['second']);
  });

  test('a holder that does not answer is robbed after four seconds, and learns of it', async () => {
    let lost = 0;
    first.lock.onLost = () => (lost += 1);
    first.hang();
    const taking = second.lock.takeOver(() => undefined);
    await tabs.timers.pass(3_500);
    expect(heldBy()).toEqual(['first']);
    await tabs.timers.pass(1_000);
    expect(await taking).toBe(true);
    expect(lost).toBe(1);
    expect(heldBy()).toEqual(['second']);
  });

  test('a holder that falls silent in the middle of its reply is robbed too', async () => {
    first.lock.onAsked = () => false;
    const taking = second.lock.takeOver(() => undefined);
    await tabs.timers.pass(10_000);
    first.hang();
    await tabs.timers.pass(6_000);
    expect(await taking).toBe(true);
  });

  test('a theft ends the chat workers that still run, and no others', async () => {
    const ended: string[] = [];
    for (const worker of ['chat', 'classify']) {
      const name = `mamori:lifeline:${worker}:1`;
      tabs.locks
        .of('first')
        .request(name, {}, () => new Promise(() => undefined))
        .catch(() => ended.push(worker));
    }
    first.hang();
    const taking = second.lock.takeOver(() => undefined);
    await tabs.timers.pass(6_000);
    expect(await taking).toBe(true);
    expect(ended).toEqual(['chat']);
  });

  test('the tab that asks comes before one that only waits', async () => {
    const third = tabs.open('third');
    third.lock.wait(() => expect.unreachable());
    await settle();
    first.lock.onAsked = () => {
      // the news takes a moment longer to this tab
      void settle().then(() => first.lock.release());
      return true;
    };
    expect(await second.lock.takeOver(() => undefined)).toBe(true);
  });

  test('that is given up takes nothing, and steals nothing later', async () => {
    first.hang();
    const taking = second.lock.takeOver(() => undefined);
    await tabs.timers.pass(1_500);
    second.lock.stopWaiting();
    expect(await taking).toBe(false);
    await tabs.timers.pass(20_000);
    expect(heldBy()).toEqual(['first']);
  });

  test.each([[null], ['ask'], [{ type: 'ask' }], [{ version: 2, type: 'ask', from: 'x' }]])(
    'the message %j is nobody’s question',
    async (data) => {
      first.lock.onAsked = () => expect.unreachable();
      tabs.say(data);
      await settle();
      expect(heldBy()).toEqual(['first']);
    },
  );
});
