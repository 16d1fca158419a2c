import type { AppError } from './app-error.ts';

/** One fault of a policy document. */
export interface PolicyFault {
  /** Where, as `categories.cyber.input.limits`; empty for the document itself. */
  path: string;
  expected: string;
  found: string;
}

/** Whether this site has a policy of its deployer's, and whether it can be used. */
export type OperatorPolicyState =
  | { type: 'unknown' }
  /** The person's own settings hold. */
  | { type: 'none' }
  | { type: 'in-force' }
  /** Nothing may be sent: what the deployer wanted cannot be known. */
  | { type: 'invalid'; faults: readonly PolicyFault[] }
  | { type: 'unreachable'; error: AppError };
