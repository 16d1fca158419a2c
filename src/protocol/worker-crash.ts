import { describe, type WorkerName } from '../domain/app-error.ts';
import type { Inbound } from './messages.ts';

/** The part of a worker's global scope that is needed here. */
interface WorkerScope {
  addEventListener(
    type: 'unhandledrejection',
    listener: (event: { reason: unknown }) => void,
  ): void;
  postMessage(message: unknown): void;
}

/**
 * Makes a worker say that it broke. Without this, a page hears of an uncaught throw but never of an unhandled rejection
 * (measured in Chromium 156).
 */
export function reportCrashes(scope: WorkerScope, worker: WorkerName): void {
  scope.addEventListener('unhandledrejection', (event) => {
    const error = { type: 'worker-died', worker, detail: describe(event.reason) } as const;
    scope.postMessage({ type: 'crashed', error } satisfies Inbound);
  });
}
