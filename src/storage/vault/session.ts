import type { LockRecord } from './lock-record.ts';
import type { RecordCipher } from './record-cipher.ts';

/** What this tab can open. Shared by everything that reads and writes conversations. */
export interface Session {
  /** Null while the lock is off, and while it is locked. */
  unlocked: { lock: LockRecord; cipher: RecordCipher } | null;
}

export function createSession(): Session {
  return { unlocked: null };
}
