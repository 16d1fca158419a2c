import type { OfflineClient } from './offline-client.ts';

/** The first visit fetches a megabyte before the worker can serve the page. */
const CONTROL_TIMEOUT_MS = 30_000;
/** Remembers over the reload that it was tried, so that it is never tried in a circle. */
const TRIED = 'mamori:protected';

/**
 * `protected`: the page and its workers are served with their security headers. `reloading`: the host does not send them,
 * but the service worker will when the page is loaded again, which is under way. `unprotected`: nobody adds them.
 */
export type Protection = 'protected' | 'reloading' | 'unprotected';

/** Sees to it that no worker runs without its policy where that can be had. */
export async function protectPage(client: OfflineClient): Promise<Protection> {
  // only a page that was served with the headers is isolated
  if (crossOriginIsolated) return 'protected';
  if (wasTried()) return 'unprotected';
  const started = await client.start();
  if (!started.ok || !(await client.waitForControl(CONTROL_TIMEOUT_MS))) return 'unprotected';
  location.reload();
  return 'reloading';
}

/** Whether a reload has been tried in this tab; notes that one is tried now. */
function wasTried(): boolean {
  try {
    const tried = sessionStorage.getItem(TRIED) !== null;
    sessionStorage.setItem(TRIED, '');
    return tried;
  } catch {
    // without a memory a reload could go on for ever
    return true;
  }
}
