/**
 * The address of a script of our own origin, as the page's Trusted Types policy wants it. Nothing else passes.
 * Throws on a foreign address.
 */
export function toScriptUrl(url: string): string {
  const address = new URL(url, document.baseURI);
  if (address.origin !== location.origin) throw new Error('a script must come from our own origin');
  return policy().createScriptURL(address.href) as string;
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
