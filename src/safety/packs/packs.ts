import type { Json } from '../policy/merge.ts';
import type { Domain } from '../policy/names.ts';

/** What a domain changes of the shipped policy of any level. */
export function overlayOf(domain: Domain): Json {
  return { domain };
}
