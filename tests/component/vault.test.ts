import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ok } from '../../src/domain/result.ts';
import { createPreferences } from '../../src/storage/preferences.ts';
import type { VaultStatus, VaultStore } from '../../src/storage/vault/vault-store.ts';
import { Vault } from '../../src/state/vault.svelte.ts';

const RIGHT = 'the right passphrase';

/** A lock whose passphrase is known, shared by the tabs of one test. */
function createLock(status: 'off' | 'on') {
  const lock = { isOn: status === 'on' };
  const openStore = (): VaultStore => {
    let hasKey = false;
    const answer = (passphrase: string, done: () => void) => {
      if (passphrase !== RIGHT) return Promise.resolve(ok('wrong-passphrase' as const));
      done();
      return Promise.resolve(ok('done' as const));
    };
    return {
      readStatus: () =>
        Promise.resolve(ok<VaultStatus>(!lock.isOn ? 'off' : hasKey ? 'unlocked' : 'locked')),
      turnOn: () => {
        lock.isOn = hasKey = true;
        return Promise.resolve(ok(null));
      },
      turnOff: (passphrase) => answer(passphrase, () => (lock.isOn = false)),
      unlock: (passphrase) => answer(passphrase, () => (hasKey = true)),
      lock: () => (hasKey = false),
      changePassphrase: (passphrase) => answer(passphrase, () => undefined),
      erase: () => {
        lock.isOn = false;
        return Promise.resolve(ok(['c1']));
      },
    };
  };
  return { openStore };
}

let channelNumber = 0;

function openTab(lock: ReturnType<typeof createLock>, channelName: string) {
  const vault = new Vault({
    store: lock.openStore(),
    drafts: createPreferences(),
    channel: new BroadcastChannel(channelName),
  });
  const onLocked = vi.fn();
  const onOpened = vi.fn(() => Promise.resolve());
  vault.onLocked = onLocked;
  vault.onOpened = onOpened;
  return { vault, onLocked, onOpened };
}

beforeEach(() => {
  localStorage.clear();
  channelNumber += 1;
});

test('a wrong passphrase makes the next one wait, twice as long each time', async () => {
  vi.useFakeTimers();
  try {
    const { vault } = openTab(createLock('on'), `test-${channelNumber}`);
    await vault.refresh();
    for (const waitMs of [1_000, 2_000, 4_000]) {
      expect(await vault.unlock('wrong')).toEqual({ type: 'wrong-passphrase' });
      vi.advanceTimersByTime(waitMs - 1);
      expect(await vault.unlock(RIGHT)).toEqual({ type: 'wait' });
      vi.advanceTimersByTime(1);
    }
    expect(await vault.unlock(RIGHT)).toEqual({ type: 'done' });
    expect(vault.isLocked).toBe(false);
  } finally {
    vi.useRealTimers();
  }
});

describe('two tabs', () => {
  test('are locked together, and unlocked each for itself', async () => {
    const lock = createLock('on');
    const [one, two] = [
      openTab(lock, `test-${channelNumber}`),
      openTab(lock, `test-${channelNumber}`),
    ];
    for (const { vault } of [one, two]) {
      await vault.refresh();
      await vault.unlock(RIGHT);
    }
    one.vault.lock();
    await vi.waitFor(() => expect(two.vault.isLocked).toBe(true));
    // at the start, and now
    expect(two.onLocked).toHaveBeenCalledTimes(2);
    await one.vault.unlock(RIGHT);
    expect([one.vault.isLocked, two.vault.isLocked]).toEqual([false, true]);
  });

  test('are both open when one turns the lock off', async () => {
    const lock = createLock('on');
    const [one, two] = [
      openTab(lock, `test-${channelNumber}`),
      openTab(lock, `test-${channelNumber}`),
    ];
    await one.vault.refresh();
    await two.vault.refresh();
    await one.vault.turnOff(RIGHT);
    await vi.waitFor(() => expect(two.onOpened).toHaveBeenCalledTimes(1));
    expect(two.vault.isOn).toBe(false);
  });

  test('are both locked for who has no passphrase when one turns the lock on', async () => {
    const lock = createLock('off');
    const [one, two] = [
      openTab(lock, `test-${channelNumber}`),
      openTab(lock, `test-${channelNumber}`),
    ];
    await one.vault.refresh();
    await two.vault.refresh();
    await one.vault.turnOn(RIGHT);
    await vi.waitFor(() => expect(two.vault.isLocked).toBe(true));
    expect(one.vault.isLocked).toBe(false);
  });
});

describe('unsent text', () => {
  test('leaves the disk when the lock is turned on, but not the field', async () => {
    const preferences = createPreferences();
    preferences.write('draft:new', 'half a thought');
    const vault = new Vault({
      store: createLock('off').openStore(),
      drafts: preferences,
      channel: null,
    });
    await vault.refresh();
    expect(localStorage.getItem('mamori:draft:new')).toBe('half a thought');
    await vault.turnOn(RIGHT);
    preferences.write('draft:c1', 'another');
    expect(JSON.stringify({ ...localStorage })).not.toMatch(/thought|another/u);
    expect([preferences.read('draft:new'), preferences.read('draft:c1')]).toEqual([
      'half a thought',
      'another',
    ]);
    // before the store was asked, after a reload
    const reloaded = createPreferences();
    reloaded.write('draft:c1', 'another');
    expect(JSON.stringify({ ...localStorage })).not.toContain('another');
  });

  test('is stored again when the lock is off', async () => {
    const preferences = createPreferences();
    preferences.setDraftsPrivate(true);
    preferences.setDraftsPrivate(false);
    preferences.write('draft:c1', 'a thought');
    expect(createPreferences().read('draft:c1')).toBe('a thought');
  });
});
