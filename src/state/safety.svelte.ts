import type { Mask, Verdict } from '../domain/verdict.ts';
import type { OperatorPolicyState, PolicyFault } from '../domain/operator-policy.ts';
import { err, type Result } from '../domain/result.ts';
import type { Decision, Domain, Language, Localised, Policy, Strength } from '../safety/index.ts';
import { shippedPolicy } from '../safety/packs/shipped-policy.ts';
import { DOMAINS, STRENGTHS, type Permission } from '../safety/policy/names.ts';
import type { Preferences } from '../storage/preferences.ts';
import type { Classifier } from './classifier.svelte.ts';
import type { OperatorPolicy } from './operator-policy.svelte.ts';
import { PersonPolicy, type PersonPolicyState } from './person-policy.svelte.ts';

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
  /** What the person has chosen; null as long as that of the deployer holds. */
  #level: Strength | null;
  #domain: Domain | null;
  #acceptedTerms: string | null;

  readonly #person: PersonPolicy;
  readonly #base: Policy = $derived.by(() => this.#baseAt(this.#level, this.#domain));
  readonly #changed = $derived.by(() => this.#person.layOver(this.#base));
  readonly policy: Policy = $derived(this.#changed.ok ? this.#changed.value : this.#base);

  constructor(parts: SafetyParts) {
    this.#parts = parts;
    const { preferences } = parts;
    this.#person = new PersonPolicy(preferences);
    const level = STRENGTHS.find((known) => known === preferences.read('safety-level'));
    const domain = DOMAINS.find((known) => known === preferences.read('safety-domain'));
    this.#level = $state(level ?? null);
    this.#domain = $state(domain ?? null);
    this.#acceptedTerms = $state(preferences.read('accepted-terms'));
  }

  /** Reads the person's own changes; until then nothing can be judged. */
  async start(): Promise<void> {
    await this.#person.start();
  }

  get level(): Strength {
    return this.policy.level;
  }

  set level(level: Strength) {
    this.#level = level;
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
    if (!this.#person.isSettled) return false;
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

  /** Where the person's own changes stand. */
  get changes(): PersonPolicyState['type'] {
    return this.#person.state.type;
  }

  /** What holds without the person's changes. */
  get basePolicy(): Policy {
    return this.#base;
  }

  /** Why the person's changes are not in force, if they are not. */
  get changeFaults(): readonly PolicyFault[] {
    return this.#changed.ok ? [] : this.#changed.error;
  }

  /** Changes the policy in force, or says what is wrong with it and leaves everything as it was. */
  async change(edit: (policy: Policy) => Policy): Promise<Result<null, readonly PolicyFault[]>> {
    // before the policy is read: another change may come in meanwhile
    await this.#person.load();
    return this.#person.write(this.#base, edit(this.policy));
  }

  /** Goes back to what holds without the person's changes. */
  resetChanges(): void {
    this.#person.reset();
  }

  /** Takes level, domain and changes from a policy document, so far as a deployer lets them be changed. */
  async importPolicy(text: string): Promise<Result<null, readonly PolicyFault[]>> {
    if (this.isLocked('import')) {
      return err([{ path: 'userMay.import', expected: 'true', found: 'false' }]);
    }
    const { parsePolicy } = await this.#person.load();
    const parsed = parsePolicy(text);
    if (!parsed.ok) return parsed;
    const level = this.isLocked('level') ? this.level : parsed.value.level;
    const domain = this.isLocked('domain') ? this.domain : parsed.value.domain;
    const written = await this.#person.write(this.#baseAt(level, domain), parsed.value);
    if (!written.ok) return written;
    if (!this.isLocked('level')) this.level = level;
    if (!this.isLocked('domain')) this.domain = domain;
    return written;
  }

  #baseAt(chosenLevel: Strength | null, chosenDomain: Domain | null): Policy {
    const { document } = this.#parts.operator;
    if (!document) return shippedPolicy(chosenLevel ?? DEFAULT_LEVEL, chosenDomain ?? 'general');
    const { policy } = document;
    const level = (policy.userMay.level && chosenLevel) || policy.level;
    const domain = (policy.userMay.domain && chosenDomain) || policy.domain;
    const isAsWritten = level === policy.level && domain === policy.domain;
    return isAsWritten ? policy : document.at(level, domain);
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
      by.action === 'replace' && 'category' in by.cause && by.cause.category
        ? replacements[by.cause.category]
        : undefined;
    return (replacement ?? blocked)[this.#parts.language()];
  }
}
