import type { CategoryFinding } from '../pipeline/decide-categories.ts';
import { isFinal } from '../pipeline/decision.ts';
import type { Span } from '../rules/matcher.ts';

/**
 * Hysteresis: a part of a reply is easily misread, so a score that is merely high is not enough to stop it. One window over
 * the acting limit is, or two over the watching limit that share no text; and one alone if the question was watched too.
 */
export class Evidence {
  readonly #questionWasWatched: boolean;
  /** Where the first watched window ended, by category. */
  readonly #watchedUntil = new Map<string, number>();

  constructor(questionWasWatched: boolean) {
    this.#questionWasWatched = questionWasWatched;
  }

  /** The findings of one window of the reply that are to be acted on now. */
  weigh(findings: readonly CategoryFinding[], window: Span): readonly CategoryFinding[] {
    return findings.filter(
      (finding) => finding.severity === 'act' || this.#isEnough(finding, window),
    );
  }

  #isEnough({ category, action }: CategoryFinding, window: Span): boolean {
    if (!isFinal(action) && action !== 'mask') return false;
    if (this.#questionWasWatched) return true;
    const until = this.#watchedUntil.get(category);
    if (until === undefined) this.#watchedUntil.set(category, window.end);
    return until !== undefined && window.start >= until;
  }
}
