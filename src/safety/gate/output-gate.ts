import { decideCategories, type CategoryFinding } from '../pipeline/decide-categories.ts';
import { addDecision, isFinal, strongest, type Decision } from '../pipeline/decision.ts';
import type { ScreenOptions } from '../pipeline/screen-input.ts';
import type { Policy } from '../policy/policy.ts';
import { toCauses, type Hit } from '../pipeline/text-scanner.ts';
import type { Span } from '../rules/matcher.ts';
import { estimateTokens, findTail } from './estimate-tokens.ts';
import { Evidence } from './evidence.ts';
import { Outlet, type OutletOptions } from './outlet.ts';
import { findRuled, scanReply, type Scan } from './scan-reply.ts';
import { findSegmentEnd } from './segmenter.ts';

/** A window of the classifier holds 64 tokens, four of which frame it. */
const WINDOW_TOKENS = 60;
/** After so many tokens, and at the end, the last part is judged once more as a whole. */
const RECHECK_EVERY_TOKENS = 200;
const RECHECK_TOKENS = 250;

export interface GateOptions extends ScreenOptions, OutletOptions {
  /** Whether the question was near a limit. */
  watched: boolean;
  /** Called once when the gate ends the reply: generating more of it is of no use. */
  onClosed: () => void;
}

/** What the gate made of a reply. */
export interface GateVerdict {
  /** What ended the reply, or null if all of it was released. */
  by: Decision | null;
  decisions: readonly Decision[];
}

/**
 * Holds a reply back until it is judged. Text goes in as it is generated and comes out in segments: each is read by rules
 * and detectors, then by the classifier: together with what stands before it, and alone. What comes out, and the verdict, depend
 * on the text alone and not on how it arrived. When the classifier fails nothing more comes out.
 */
export class OutputGate {
  readonly #options: GateOptions;
  readonly #evidence: Evidence;
  readonly #decisions: Decision[] = [];
  readonly #outlet: Outlet;
  #text = '';
  /** Up to here segments have been judged; what of them is not released waits for the end of a hit that may be unfinished. */
  #judged = 0;
  /** Where the last check of a longer part ended, and how much of the output that was. */
  #checked = { end: 0, length: 0 };
  #noted = 0;
  #by: Decision | null = null;
  #running: Promise<void> | null = null;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#evidence = new Evidence(options.watched);
    this.#outlet = new Outlet(options);
  }

  get #isClosed(): boolean {
    return this.#by !== null;
  }

  push(text: string): void {
    if (this.#isClosed) return;
    this.#text += text;
    this.#running ??= this.#judgeSegments(false).finally(() => {
      this.#running = null;
    });
  }

  /** Judges the rest and gives the verdict. With `isCut`, what was not yet released is dropped: somebody stopped it. */
  async end({ isCut = false } = {}): Promise<GateVerdict> {
    await this.#running;
    if (!isCut) {
      await this.#judgeSegments(true);
      await this.#finish();
    }
    return { by: this.#by, decisions: this.#decisions };
  }

  async #judgeSegments(isEnd: boolean): Promise<void> {
    while (!this.#isClosed) {
      const end = findSegmentEnd(this.#text, this.#judged, isEnd);
      if (end === null) return;
      await this.#judgeSegment(end);
    }
  }

  async #judgeSegment(end: number): Promise<void> {
    const start = this.#judged;
    const scan = this.#scan(end, false);
    const ruled = findRuled(scan.hits);
    if (ruled) {
      this.#note(scan.hits, ruled.end);
      this.#releaseUpTo(Math.min(start, ruled.start, scan.open), scan.hits);
      this.#close(ruled.decision);
      return;
    }
    const found = await this.#judgeBothWays({ start, end });
    if (!found) return;
    const stopped = this.#act(found, { start, end });
    if (stopped) {
      this.#releaseUpTo(Math.min(start, scan.open), scan.hits);
      this.#close(stopped);
      return;
    }
    this.#judged = end;
    if (estimateTokens(this.#text.slice(this.#checked.end, end)) >= RECHECK_EVERY_TOKENS) {
      if (!(await this.#recheck(end))) return;
    }
    this.#note(scan.hits, scan.open);
    this.#releaseUpTo(scan.open, scan.hits);
  }

  /**
   * What is to be acted on in a segment. A harmful sentence is easily missed behind harmless ones, so it is also judged alone;
   * but what is torn out of its context is easily misread, so that this only counts when it reaches a limit no lower than
   * that of level standard (figures in decision record 022).
   */
  async #judgeBothWays(segment: Span): Promise<readonly CategoryFinding[] | null> {
    const { policy } = this.#options;
    const before = findTail(this.#text.slice(0, segment.end), WINDOW_TOKENS);
    const window = { start: Math.min(segment.start, before), end: segment.end };
    const found = await this.#judge(window, policy);
    if (!found) return null;
    const due = this.#evidence.weigh(found, window);
    if (window.start === segment.start || due.some(({ action }) => isFinal(action))) return due;
    const alone = await this.#judge(segment, {
      ...policy,
      level: policy.level === 'strict' ? 'standard' : policy.level,
    });
    return alone && [...due, ...alone.filter(({ severity }) => severity === 'act')];
  }

  /** The end of the reply: what was still open is complete now. */
  async #finish(): Promise<void> {
    if (this.#isClosed) return;
    const end = this.#text.length;
    const { hits } = this.#scan(end, true);
    const ruled = findRuled(hits);
    if (ruled) {
      this.#note(hits, ruled.end);
      this.#releaseUpTo(ruled.start, hits);
      this.#close(ruled.decision);
      return;
    }
    // a reply of one window has been judged as a whole already
    if (this.#checked.end > 0 || estimateTokens(this.#text) > WINDOW_TOKENS) {
      if (!(await this.#recheck(end))) return;
    }
    this.#note(hits, end);
    this.#releaseUpTo(end, hits);
  }

  /** Judges the last part as a whole; false if that ended the reply, which then goes back to the last such check. */
  async #recheck(end: number): Promise<boolean> {
    const window = { start: findTail(this.#text.slice(0, end), RECHECK_TOKENS), end };
    const found = await this.#judge(window, this.#options.policy);
    if (!found) return false;
    const acted = this.#evidence.weigh(found, window).find(({ action }) => isFinal(action));
    if (acted) {
      this.#outlet.retractTo(this.#checked.length);
      const decision = toDecision(acted);
      addDecision(this.#decisions, decision);
      this.#close(decision);
      return false;
    }
    this.#checked = { end, length: this.#outlet.length };
    return true;
  }

  /** What the classifier found in a part of the text, or null if it could not say: the gate is then closed. */
  async #judge({ start, end }: Span, policy: Policy): Promise<readonly CategoryFinding[] | null> {
    const judged = await this.#options.judge(this.#text.slice(start, end), 'response');
    if (judged.ok) return decideCategories(judged.value, policy, 'response');
    const unavailable: Decision = {
      side: 'response',
      action: 'block',
      cause: { type: 'classifier-unavailable' },
    };
    addDecision(this.#decisions, unavailable);
    this.#close(unavailable);
    return null;
  }

  /** Does what the policy says of what was found in a segment; the decision that ends the reply, if one does. */
  #act(found: readonly CategoryFinding[], segment: Span): Decision | null {
    const decisions = found.map(toDecision);
    for (const decision of decisions) addDecision(this.#decisions, decision);
    const worst = strongest(decisions);
    if (worst && isFinal(worst.action)) return worst;
    if (worst?.action === 'mask') this.#outlet.hide(segment);
    return null;
  }

  #scan(end: number, isFinal: boolean): Scan {
    const text = this.#text.slice(0, end);
    return scanReply(this.#options.scanner, text, this.#outlet.released, isFinal);
  }

  /** Takes the hits before `end` into the verdict, each once. */
  #note(hits: readonly Hit[], end: number): void {
    const fresh = hits.filter((hit) => hit.end <= end && hit.start >= this.#noted);
    this.#noted = Math.max(this.#noted, end);
    for (const cause of toCauses(fresh))
      addDecision(this.#decisions, { side: 'response', ...cause });
  }

  #releaseUpTo(end: number, hits: readonly Hit[]): void {
    this.#outlet.releaseUpTo(end, this.#text, hits);
  }

  #close(by: Decision): void {
    this.#by = by;
    this.#options.onClosed();
    if (by.action === 'replace') {
      this.#outlet.retractTo(0);
    }
  }
}

function toDecision({ action, category, score, threshold }: CategoryFinding): Decision {
  return {
    side: 'response',
    action: action === 'allow' ? 'log' : action,
    cause: { type: 'category', category, score, threshold },
  };
}
