/** Why the safety layer did something. Names of categories and entities are those of the safety module. */
export type VerdictCause =
  | { type: 'category'; category: string; score: number; threshold: number }
  /** `category` if the rule files its matches under one. */
  | { type: 'rule'; ruleId: string; category?: string | undefined }
  | { type: 'personal-data'; entity: string; count: number }
  | { type: 'classifier-unavailable' };

export interface VerdictDecision {
  /** Who wrote what was judged: the person or the assistant. */
  side: 'prompt' | 'response';
  action: 'log' | 'warn' | 'mask' | 'replace' | 'block';
  cause: VerdictCause;
}

/** Stands in a text for a piece of personal data. */
export interface Mask {
  placeholder: string;
  entity: string;
  /** What it stands for; null where the policy does not let it be kept. */
  value: string | null;
  /** The value in the form in which equal values are equal; null like `value`. */
  canonical: string | null;
}

/** What the safety layer made of a message, kept with it: enough to explain it later, when the policy may be another. */
export interface Verdict {
  policyName: string;
  level: string;
  /** SHA-256 of the policy's canonical JSON. */
  policyHash: string;
  /** What ended the message, or null if it went through. */
  by: VerdictDecision | null;
  decisions: readonly VerdictDecision[];
  masks: readonly Mask[];
  /** Said in place of what was stopped, in the language of that moment; empty if nothing was. */
  notice: string;
}
