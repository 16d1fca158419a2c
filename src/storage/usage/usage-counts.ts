/** What is counted. Blocked questions and replies are questions and replies too. */
export const USAGE_KINDS = [
  'question',
  'reply',
  'blocked-question',
  'blocked-reply',
  'masked-text',
  'classifier-unavailable',
] as const;
export type UsageKind = (typeof USAGE_KINDS)[number];
export type UsageCounts = Record<UsageKind, number>;

/** Nothing counted yet. */
export function createCounts(): UsageCounts {
  return {
    question: 0,
    reply: 0,
    'blocked-question': 0,
    'blocked-reply': 0,
    'masked-text': 0,
    'classifier-unavailable': 0,
  };
}
