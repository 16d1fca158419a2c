import { describe, type WorkerName } from '../domain/app-error.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Endpoint } from '../protocol/messages.ts';

export interface SpawnedWorker extends Endpoint {
  terminate(): void;
}

/**
 * Starts a module worker from a script of our own origin. The page's policy requires Trusted Types, so the address goes
 * through a policy that lets nothing else pass.
 */
export function spawnWorker(name: WorkerName, url: string): Result<SpawnedWorker> {
  try {
    const address = new URL(url, document.baseURI);
    if (address.origin !== location.origin)
      throw new Error('a worker must come from our own origin');
    const script = policy().createScriptURL(address.href) as string;
    return ok(new Worker(script, { type: 'module', name }));
  } catch (thrown) {
    return err({ type: 'worker-failed-to-start', worker: name, detail: describe(thrown) });
  }
}

interface ScriptUrlPolicy {
  createScriptURL(url: string): unknown;
}

interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): ScriptUrlPolicy;
}

const POLICY_NAME = 'mamori-workers';
let created: ScriptUrlPolicy | undefined;

function policy(): ScriptUrlPolicy {
  // not in TypeScript's DOM library; absent in browsers that do not enforce it
  const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
  created ??= factory
    ? factory.createPolicy(POLICY_NAME, { createScriptURL: (url) => url })
    : { createScriptURL: (url) => url };
  return created;
}
