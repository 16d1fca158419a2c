import { m } from '../../i18n/paraglide/messages.js';
import type { VerdictCause, VerdictDecision } from '../../domain/verdict.ts';
import type { Category, Finding } from '../../safety/index.ts';
import { nameEntity } from './entity-words.ts';
import { isKey } from './is-key.ts';

const CATEGORY_NAMES: Readonly<Record<Category, () => string>> = {
  violence_weapons: m.category_violence_weapons,
  illegal_goods_fraud: m.category_illegal_goods_fraud,
  cyber: m.category_cyber,
  hate: m.category_hate,
  harassment_profanity: m.category_harassment_profanity,
  sexual: m.category_sexual,
  minors: m.category_minors,
  self_harm: m.category_self_harm,
  privacy: m.category_privacy,
  specialised_advice: m.category_specialised_advice,
  misinformation_defamation_ip: m.category_misinformation_defamation_ip,
  prompt_attack: m.category_prompt_attack,
};

export function nameCategory(category: Category): string {
  return CATEGORY_NAMES[category]();
}

/** One decision as a sentence: what was found, how sure that is, and where the limit lies. */
export function explainDecision({ side, cause }: VerdictDecision, language: string): string {
  switch (cause.type) {
    case 'category':
      return explainCategory(side, cause, language);
    case 'rule':
      return cause.category === 'self_harm' ? m.why_crisis() : m.why_rule({ rule: cause.ruleId });
    case 'personal-data':
      return m.why_data({ entity: nameEntity(cause.entity), count: cause.count });
    case 'classifier-unavailable':
      return m.why_unavailable();
  }
}

function explainCategory(
  side: VerdictDecision['side'],
  { category, score, threshold }: Extract<VerdictCause, { type: 'category' }>,
  language: string,
): string {
  const format = new Intl.NumberFormat(language, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  const values = {
    category: isKey(category, CATEGORY_NAMES) ? nameCategory(category) : category,
    score: format.format(score),
    threshold: format.format(threshold),
  };
  return side === 'prompt' ? m.why_category_prompt(values) : m.why_category_response(values);
}

export function nameFinding(finding: Finding): string {
  switch (finding) {
    case 'allow':
      return m.finding_allow();
    case 'watch':
      return m.finding_watch();
    case 'block':
      return m.finding_block();
  }
}
