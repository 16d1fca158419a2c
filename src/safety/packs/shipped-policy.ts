import { merge, type Json } from '../policy/merge.ts';
import type { Domain, Strength } from '../policy/names.ts';
import type { Policy } from '../policy/policy.ts';
import { presetPolicy } from '../policy/presets.ts';
import { overlayOf } from './packs.ts';

/** The policy that ships for a level in a domain. A test holds every one of them against the schema. */
export function shippedPolicy(level: Strength, domain: Domain): Policy {
  return merge(presetPolicy(level) as Json, overlayOf(domain)) as unknown as Policy;
}
