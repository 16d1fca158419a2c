import { LEVELS } from '../classifier/heads.ts';

/** How strong the layer is. `off` is exactly input → model → reader. */
export const STRENGTHS = ['off', ...LEVELS] as const;
export type Strength = (typeof STRENGTHS)[number];

/** What a deployment is for; each has an overlay in `packs/`. */
export const DOMAINS = [
  'general',
  'medical',
  'education',
  'legal',
  'chemistry',
  'companion',
  'research',
] as const;
export type Domain = (typeof DOMAINS)[number];

/**
 * What happens to a finding: nothing, a line in the audit log, a note beside the text, the text hidden, the whole replaced
 * by a helpful text, or the whole blocked.
 */
export const ACTIONS = ['allow', 'log', 'warn', 'mask', 'replace', 'block'] as const;
export type Action = (typeof ACTIONS)[number];

/** What a person may change under a policy; what is not allowed is locked. */
export const PERMISSIONS = [
  'level',
  'domain',
  'categories',
  'personalData',
  'rules',
  'import',
] as const;
export type Permission = (typeof PERMISSIONS)[number];
