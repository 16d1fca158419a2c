import * as v from 'valibot';
import { CATEGORIES } from '../classifier/heads.ts';
import { ENTITIES } from '../personal-data/entities.ts';
import { ACTIONS } from '../policy/names.ts';

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u));
const identifier = v.pipe(v.string(), v.nonEmpty(), v.maxLength(200));

/** Why something was done. */
const cause = v.variant('type', [
  v.strictObject({
    type: v.literal('category'),
    category: v.picklist(CATEGORIES),
    score: probability,
    threshold: probability,
  }),
  v.strictObject({ type: v.literal('rule'), id: identifier }),
  v.strictObject({
    type: v.literal('personal-data'),
    entity: v.picklist(ENTITIES),
    count: v.pipe(whole, v.minValue(1)),
  }),
  v.strictObject({ type: v.literal('classifier-unavailable') }),
  v.strictObject({ type: v.literal('rate-limit') }),
  v.strictObject({ type: v.literal('cool-down') }),
  v.strictObject({ type: v.literal('policy-changed') }),
]);
export type AuditCause = v.InferOutput<typeof cause>;

const event = v.strictObject({
  /** Milliseconds since the epoch, by the clock of the device. */
  time: whole,
  stage: v.picklist(['input', 'output']),
  cause,
  action: v.picklist(ACTIONS),
  policyHash: sha256,
  /** `null` for what belongs to no conversation, as a change of the policy. */
  conversationId: v.nullable(identifier),
  messageId: v.nullable(identifier),
});
/** What happened, without the text that it happened to. */
export type AuditEvent = v.InferOutput<typeof event>;

/** 16 random bytes in lower-case hexadecimal. */
export const saltSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/u));

/** One entry of the log, as it is stored. */
export const entrySchema = v.strictObject({
  record: v.strictObject({
    ...event.entries,
    /** Place in the log since its beginning; expired entries keep theirs. */
    index: whole,
    /** `hash` of the entry before. */
    previousHash: sha256,
    /** SHA-256 over the UTF-8 bytes of the salt and the text. Says nothing once the salt is gone. */
    textHash: sha256,
  }),
  /** SHA-256 over the canonical JSON of `record` alone, so that `sealed` can be deleted later. */
  hash: sha256,
  sealed: v.nullable(v.strictObject({ salt: saltSchema, text: v.nullable(v.string()) })),
});
export type AuditEntry = v.InferOutput<typeof entrySchema>;

/** Where in an entry is what fault. Never quotes what it found: that may be somebody's text. */
export function describeFault(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? 'the entry';
  // the path of a key that should not be there ends in that key
  if (issue.expected === 'never') return `${parentOf(path)}: a key that is not known`;
  return `${path}: ${issue.expected === null ? 'not valid' : `expected ${issue.expected}`}`;
}

function parentOf(path: string): string {
  return /^(?:record\.cause|record|sealed)(?=\.)/u.exec(path)?.[0] ?? 'the entry';
}
