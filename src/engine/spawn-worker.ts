import { describe, type WorkerName } from '../domain/app-error.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Endpoint } from '../protocol/messages.ts';
import { toScriptUrl } from './script-url.ts';

export interface SpawnedWorker extends Endpoint {
  terminate(): void;
}

/** Starts a module worker from a script of our own origin. */
export function spawnWorker(name: WorkerName, url: string): Result<SpawnedWorker & Worker> {
  try {
    return ok(new Worker(toScriptUrl(url), { type: 'module', name }));
  } catch (thrown) {
    return err({ type: 'worker-failed-to-start', worker: name, detail: describe(thrown) });
  }
}
