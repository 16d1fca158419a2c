import type { Mask, Verdict } from '../domain/verdict.ts';
import type { Message } from '../domain/conversation.ts';
import type { OperatorPolicyState } from '../domain/operator-policy.ts';
import type { Decision, Domain, Language, Localised, Policy, Strength } from '../safety/index.ts';
import { shippedPolicy } from '../safety/packs/shipped-policy.ts';
import { DOMAINS, STRENGTHS, type Permission } from '../safety/policy/names.ts';
import type { Preferences } from '../storage/preferences.ts';
import type { Classifier } from './classifier.svelte.ts';
import type { OperatorPolicy } from './operator-policy.svelte.ts';

const DEFAULT_LEVEL: Strength = 'standard';

export interface SafetyParts {
  preferences: Preferences;
  classifier: Classifier;
  operator: OperatorPolicy;
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
  /** Whether the person has chosen a level; until then that of the deployer holds. */
  #hasChosen: boolean;
  #domain: Domain;
  #acceptedTerms: string | null;

  readonly policy: Policy = $derived.by(() => this.#derivePolicy());

  constructor(parts: SafetyParts) {
    this.#parts = parts;
    const { preferences } = parts;
    const level = STRENGTHS.find((known) => known === preferences.read('safety-level'));
    const domain = DOMAINS.find((known) => known === preferences.read('safety-domain'));
    this.#level = $state(level ?? DEFAULT_LEVEL);
    this.#hasChosen = $state(level !== undefined);
    this.#domain = $state(domain ?? 'general');
    this.#acceptedTerms = $state(preferences.read('accepted-terms'));
  }

  get level(): Strength {
    return this.policy.level;
  }

  set level(level: Strength) {
    this.#level = level;
    this.#hasChosen = true;
    this.#parts.preferences.write('safety-level', level);
  }

  get domain(): Domain {
    return this.policy.domain;
  }

  set domain(domain: Domain) {
    this.#domain = domain;
    this.#parts.preferences.write('safety-domain', domain);
  }

  /** At level `off` nothing stands between the model and its reader. */
  get isOff(): boolean {
    return this.level === 'off';
  }

  /** Whether messages can be judged, now or as soon as the classifier has loaded. */
  get canJudge(): boolean {
    const { type } = this.#parts.classifier.state;
    if (!this.#parts.operator.isSettled || this.terms !== null) return false;
    return this.isOff || type === 'ready' || type === 'loading';
  }

  /** Whether a deployer's policy is in force and keeps this from being changed. */
  isLocked(permission: Permission): boolean {
    return !this.policy.userMay[permission];
  }

  get operator(): OperatorPolicyState {
    return this.#parts.operator.state;
  }

  #derivePolicy(): Policy {
    const { document } = this.#parts.operator;
    if (!document) return shippedPolicy(this.#level, this.#domain);
    const { level, domain, userMay } = document.policy;
    const isAsWritten = (!userMay.level || !this.#hasChosen) && !userMay.domain;
    if (isAsWritten) return document.policy;
    return document.at(
      userMay.level && this.#hasChosen ? this.#level : level,
      userMay.domain ? this.#domain : domain,
    );
  }

  /** The deployer's terms that have not been accepted in this version, or null. */
  get terms(): Localised | null {
    const { terms } = this.policy;
    return terms && terms.version !== this.#acceptedTerms ? terms.text : null;
  }

  acceptTerms(): void {
    this.#acceptedTerms = this.policy.terms?.version ?? null;
    this.#parts.preferences.write('accepted-terms', this.#acceptedTerms ?? '');
  }

  /** SHA-256 of the policy in force. */
  async hashPolicy(): Promise<string> {
    const { hashJson } = await import('../safety/policy/canonical-json.ts');
    return hashJson(this.policy);
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
