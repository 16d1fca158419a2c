import { render } from 'vitest-browser-svelte';
import { shippedPolicy, type Policy } from '../../src/safety/index.ts';
import type { App } from '../../src/state/app.svelte.ts';
import type { OperatorPolicy } from '../../src/state/operator-policy.svelte.ts';
import { Safety } from '../../src/state/safety.svelte.ts';
import type { PreferenceKey, Preferences } from '../../src/storage/preferences.ts';
import { provideApp } from '../../src/ui/app-context.ts';
import PolicySection from '../../src/ui/safety/policy/PolicySection.svelte';
import '../../src/ui/styles/base.css';
import { createFakeApp } from './fake-app.ts';

export interface PolicySetup {
  /** What the person has changed in an earlier session. */
  stored?: string;
  /** What a deployer locks. */
  locks?: Partial<Policy['userMay']>;
}

/** The policy as a person has it, with everything stored in memory. */
export async function createSafety({ stored, locks }: PolicySetup) {
  const { classifier, settings } = await createFakeApp();
  const values = new Map<PreferenceKey, string>();
  if (stored !== undefined) values.set('policy-changes', stored);
  const preferences: Preferences = {
    read: (key) => values.get(key) ?? null,
    write: (key, value) => void (value === '' ? values.delete(key) : values.set(key, value)),
  };
  const safety = new Safety({
    preferences,
    classifier,
    operator: locks ? createDeployer(locks) : NO_DEPLOYER,
    language: () => 'en',
  });
  return { safety, settings, values };
}

const NO_DEPLOYER = { state: { type: 'none' }, isSettled: true, document: null } as OperatorPolicy;

function createDeployer(locks: Partial<Policy['userMay']>): OperatorPolicy {
  const at = (level: Policy['level'], domain: Policy['domain']): Policy => {
    const shipped = shippedPolicy(level, domain);
    return { ...shipped, name: 'School', userMay: { ...shipped.userMay, ...locks } };
  };
  return {
    state: { type: 'in-force' },
    isSettled: true,
    document: { policy: at('strict', 'education'), at },
  } as OperatorPolicy;
}

/** The section of the dialog in which a policy is edited. */
export async function openPolicySection(setup: PolicySetup = {}) {
  const made = await createSafety(setup);
  await made.safety.start();
  const { safety, settings, values } = made;
  // a component is a function, and this one gives the part below it the app as the shell does
  const Provided = ((...mounted: Parameters<typeof PolicySection>) => {
    provideApp({ safety, settings } as App);
    return PolicySection(...mounted);
  }) as typeof PolicySection;
  const screen = await render(Provided, {});
  return { screen, safety, values };
}

export type Screen = Awaited<ReturnType<typeof openPolicySection>>['screen'];
