import type { Policy } from '../../../safety/index.ts';

/** Changes the policy in force. Ends when the change holds, or was refused (false); the screen around says why. */
export type ChangePolicy = (edit: (policy: Policy) => Policy) => Promise<boolean>;
