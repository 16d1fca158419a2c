/** How patient the worker is with a host. Tests put their own clock into it. */
export interface NetworkPolicy {
  /** A file is given up after so many failures in a row, without a new byte between them. */
  attempts: number;
  /** The wait after a first failure; it doubles with each further one. Milliseconds. */
  firstDelayMs: number;
  mostDelayMs: number;
  /** A host may ask for a longer wait than ours, up to this. Milliseconds. */
  mostRetryAfterMs: number;
  /** A connection that brings no byte for so long counts as broken. Milliseconds. */
  stallMs: number;
  /** Resolves after `ms`, or as soon as the signal is aborted. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to 1. */
  random: () => number;
  /** Milliseconds since 1970. */
  nowMs: () => number;
}

export const NETWORK_POLICY: NetworkPolicy = {
  attempts: 6,
  firstDelayMs: 1_000,
  mostDelayMs: 30_000,
  mostRetryAfterMs: 300_000,
  stallMs: 30_000,
  sleep,
  random: () => Math.random(),
  nowMs: () => Date.now(),
};

/**
 * How long to wait after the `failures`-th failure in a row: exponential, with jitter so that many browsers do not come
 * back in the same moment, and never less than the host asked for. Milliseconds.
 */
export function retryDelayMs(
  policy: NetworkPolicy,
  failures: number,
  retryAfter: string | null,
): number {
  const exponential = Math.min(policy.firstDelayMs * 2 ** (failures - 1), policy.mostDelayMs);
  const jittered = Math.round(exponential * (0.5 + policy.random() / 2));
  const asked = Math.min(readRetryAfter(retryAfter, policy.nowMs()), policy.mostRetryAfterMs);
  return Math.max(jittered, asked);
}

/** `Retry-After` holds seconds or a date; what is neither asks for nothing. Milliseconds. */
function readRetryAfter(value: string | null, nowMs: number): number {
  if (value === null) return 0;
  if (/^\d{1,9}$/u.test(value.trim())) return Number(value) * 1_000;
  const dateMs = Date.parse(value);
  return Number.isNaN(dateMs) ? 0 : Math.max(0, dateMs - nowMs);
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
