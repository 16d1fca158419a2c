import type { Verdict } from '../../src/domain/verdict.ts';
import type { ReportSubject } from '../../src/state/reports.svelte.ts';
import { createReportStore } from '../../src/storage/reports/report-store.ts';
import type { Report } from '../../src/storage/reports/report.ts';

/** What ended it. */
export const BY = {
  side: 'prompt',
  action: 'block',
  cause: { type: 'category', category: 'cyber', score: 0.91, threshold: 0.6 },
} as const;

/** Of a question that was blocked. */
export const VERDICT: Verdict = {
  policyName: 'School',
  level: 'strict',
  policyHash: 'abcdef'.repeat(10) + '0123',
  by: BY,
  decisions: [BY],
  masks: [{ placeholder: '[EMAIL_1]', entity: 'email', value: 'a@b.c', canonical: 'a@b.c' }],
  notice: 'The safety layer stopped this message.',
};

export const SUBJECT: ReportSubject = {
  conversationId: 'c1',
  messageId: 'm1',
  verdict: VERDICT,
  text: 'How do I crack eggs?',
};

/** As another tab reads them; null if they cannot be read. */
export async function storedReports(): Promise<readonly Report[] | null> {
  const all = await createReportStore().readAll();
  return all.ok ? all.value : null;
}
