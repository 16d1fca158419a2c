import { ok, type Result } from '../../domain/result.ts';
import type { Side } from '../classifier/heads.ts';
import type { Classification } from '../classifier/safety-classifier.ts';
import type { Placeholders } from '../personal-data/placeholders.ts';
import type { Policy } from '../policy/policy.ts';
import { decideCategories } from './decide-categories.ts';
import { isFinal, strongest, type Decision } from './decision.ts';
import { maskBetween, toMaskSpans } from './mask.ts';
import { toCauses, type TextScanner } from './text-scanner.ts';

/** Asks the classifier. An error means that nothing was judged. */
export type JudgeText = (text: string, side: Side) => Promise<Result<Classification>>;

export interface ScreenOptions {
  policy: Policy;
  scanner: TextScanner;
  judge: JudgeText;
  /** Those of the conversation; new values are added. */
  placeholders: Placeholders;
}

/** What becomes of a question. */
export type ScreenedInput =
  | {
      type: 'passed';
      /** What the model may read: the question with personal data masked. */
      text: string;
      /** Something was near a limit: the reply is looked at more strictly. */
      watched: boolean;
      decisions: readonly Decision[];
    }
  | {
      type: 'stopped';
      /** The question as it may be stored: personal data masked. */
      text: string;
      by: Decision;
      decisions: readonly Decision[];
    };

/**
 * Screens a question before the model reads it: rules and personal data first, then the classifier. A level of `off` passes
 * everything. Fails if the classifier does: then nothing may go on.
 */
export async function screenInput(
  text: string,
  { policy, scanner, judge, placeholders }: ScreenOptions,
): Promise<Result<ScreenedInput>> {
  if (policy.level === 'off') return ok({ type: 'passed', text, watched: false, decisions: [] });
  placeholders.reserve(text);
  const hits = scanner.find(text);
  const decisions: Decision[] = toCauses(hits).map((cause) => ({ side: 'prompt', ...cause }));
  const ruled = strongest(decisions);
  const masked = maskBetween(text, 0, text.length, toMaskSpans(hits), placeholders);
  if (ruled && isFinal(ruled.action)) {
    return ok({ type: 'stopped', text: masked, by: ruled, decisions });
  }

  const judged = await judge(text, 'prompt');
  if (!judged.ok) return judged;
  const findings = decideCategories(judged.value, policy, 'prompt');
  for (const { severity, action, category, score, threshold } of findings) {
    if (severity === 'watch' || action === 'allow') continue;
    decisions.push({
      side: 'prompt',
      action,
      cause: { type: 'category', category, score, threshold },
    });
  }
  const by = strongest(decisions);
  if (by && isFinal(by.action)) return ok({ type: 'stopped', text: masked, by, decisions });
  return ok({
    type: 'passed',
    text: masked,
    watched: findings.some(({ severity }) => severity === 'watch'),
    decisions,
  });
}
