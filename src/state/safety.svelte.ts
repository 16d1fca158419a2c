import type { Mask, Verdict } from '../domain/verdict.ts';
import type { Message } from '../domain/conversation.ts';
import type { Decision, Domain, Language, Policy, Strength } from '../safety/index.ts';
import { shippedPolicy } from '../safety/packs/shipped-policy.ts';
import { DOMAINS, STRENGTHS } from '../safety/policy/names.ts';
import type { Preferences } from '../storage/preferences.ts';
import type { Classifier } from './classifier.svelte.ts';

const DEFAULT_LEVEL: Strength = 'standard';

export interface SafetyParts {
  preferences: Preferences;
  classifier: Classifier;
  /** The language of the interface, in which notices are written. */
  language: () => Language;
}

/** What was decided about a text, before it becomes a verdict. */
export interface Outcome {
  by: Decision | null;
  decisions: readonly Decision[];
  masks: readonly Mask[];
  policyHash: string;
}

/** The policy that is in force, and what its decisions mean for messages. */
export class Safety {
  readonly #parts: SafetyParts;
  #level: Strength;
  #domain: Domain;

  readonly policy: Policy = $derived.by(() => shippedPolicy(this.#level, this.#domain));

  constructor(parts: SafetyParts) {
    this.#parts = parts;
    const { preferences } = parts;
    const level = STRENGTHS.find((known) => known === preferences.read('safety-level'));
    const domain = DOMAINS.find((known) => known === preferences.read('safety-domain'));
    this.#level = $state(level ?? DEFAULT_LEVEL);
    this.#domain = $state(domain ?? 'general');
  }

  get level(): Strength {
    return this.#level;
  }

  set level(level: Strength) {
    this.#level = level;
    this.#parts.preferences.write('safety-level', level);
  }

  get domain(): Domain {
    return this.#domain;
  }

  set domain(domain: Domain) {
    this.#domain = domain;
    this.#parts.preferences.write('safety-domain', domain);
  }

  /** At level `off` nothing stands between the model and its reader. */
  get isOff(): boolean {
    return this.#level === 'off';
  }

  /** Whether messages can be judged, now or as soon as the classifier has loaded. */
  get canJudge(): boolean {
    const { type } = this.#parts.classifier.state;
    return this.isOff || type === 'ready' || type === 'loading';
  }

  /** An outcome under the policy in force, as it is kept with a message. */
  toVerdict({ by, decisions, masks, policyHash }: Outcome): Verdict {
    const { name, level } = this.policy;
    return { policyName: name, level, policyHash, by, decisions, masks, notice: this.#notice(by) };
  }

  #notice(by: Decision | null): string {
    if (!by) return '';
    const { blocked, replacements } = this.policy.texts;
    const replacement =
      by.action === 'replace' && by.cause.type === 'category'
        ? replacements[by.cause.category]
        : undefined;
    return (replacement ?? blocked)[this.#parts.language()];
  }
}

/** All masks of a conversation so far. */
export function collectMasks(path: readonly Message[]): readonly Mask[] {
  return path.flatMap(({ verdict }) => verdict?.masks ?? []);
}
