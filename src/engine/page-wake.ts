/** A device may take a hidden tab's GPU away, or sleep; a minute is longer than a glance at another tab. */
const LONG_HIDDEN_MS = 60_000;

/**
 * Calls `onWake` when this page may have slept: it comes back from the back-forward cache, it is no longer frozen, or it
 * is visible again after more than a minute.
 */
export function watchWaking(onWake: () => void): void {
  let hiddenSinceMs: number | null = null;
  addEventListener('pageshow', (event) => {
    if (event.persisted) onWake();
  });
  document.addEventListener('resume', onWake);
  document.addEventListener('visibilitychange', () => {
    // the wall clock, because the monotonic one may stand still while a device sleeps
    const nowMs = Date.now();
    if (document.hidden) hiddenSinceMs = nowMs;
    else if (hiddenSinceMs !== null && nowMs - hiddenSinceMs > LONG_HIDDEN_MS) onWake();
  });
}
