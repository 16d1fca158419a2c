import * as v from 'valibot';

/** Version of the shape of stored reports; raise it together with a migration. */
export const REPORT_SCHEMA_VERSION = 1;

/** In UTF-16 code units, as a form field counts. */
export const MAX_COMMENT_LENGTH = 1_000;

const cause = v.variant('type', [
  v.object({
    type: v.literal('category'),
    category: v.string(),
    score: v.number(),
    threshold: v.number(),
  }),
  v.object({ type: v.literal('rule'), ruleId: v.string() }),
  v.object({ type: v.literal('personal-data'), entity: v.string(), count: v.number() }),
  v.object({ type: v.literal('classifier-unavailable') }),
]);

const decision = v.object({
  side: v.picklist(['prompt', 'response']),
  action: v.picklist(['log', 'warn', 'mask', 'replace', 'block']),
  cause,
});

const report = v.object({
  schemaVersion: v.literal(REPORT_SCHEMA_VERSION),
  /** A turn has one report at most. */
  messageId: v.string(),
  conversationId: v.string(),
  /** Milliseconds since the epoch. */
  time: v.number(),
  /** Of a `Verdict`, what says nothing about the text: its masks hold personal data. */
  verdict: v.object({
    policyName: v.string(),
    policyHash: v.string(),
    level: v.string(),
    by: v.nullable(decision),
    decisions: v.array(decision),
  }),
  comment: v.string(),
  /** Null unless the person wanted it kept, and after its conversation was deleted. */
  text: v.nullable(v.string()),
});

/** That a turn was wrongly blocked, as the person sees it. */
export type Report = v.InferOutput<typeof report>;

/** Whether a stored value is a report of this release. */
export function isReport(stored: unknown): stored is Report {
  return v.is(report, stored);
}
