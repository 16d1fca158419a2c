import { m } from '../../i18n/paraglide/messages.js';
import type { VerdictCause, VerdictDecision } from '../../domain/verdict.ts';
import { LANGUAGES } from '../../safety/classifier/heads.ts';
import type { Category, Domain, Entity, Finding, Language, Strength } from '../../safety/index.ts';

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

const ENTITY_NAMES: Readonly<Record<Entity, () => string>> = {
  email: m.entity_email,
  phone: m.entity_phone,
  payment_card: m.entity_payment_card,
  iban: m.entity_iban,
  crypto_address: m.entity_crypto_address,
  secret: m.entity_secret,
  passport: m.entity_passport,
  ip_address: m.entity_ip_address,
  mac_address: m.entity_mac_address,
  url: m.entity_url,
  jp_my_number: m.entity_jp_my_number,
  jp_corporate_number: m.entity_jp_corporate_number,
  jp_driver_licence: m.entity_jp_driver_licence,
  jp_postal_code: m.entity_jp_postal_code,
  kr_resident_number: m.entity_kr_resident_number,
  kr_business_number: m.entity_kr_business_number,
  kr_driver_licence: m.entity_kr_driver_licence,
  cn_resident_id: m.entity_cn_resident_id,
  cn_social_credit_code: m.entity_cn_social_credit_code,
  us_ssn: m.entity_us_ssn,
  us_itin: m.entity_us_itin,
  us_npi: m.entity_us_npi,
  person_name: m.entity_person_name,
  postal_address: m.entity_postal_address,
};

/** The name of a kind of personal data; one that this release does not know stays as it was stored. */
export function nameEntity(entity: string): string {
  return isKey(entity, ENTITY_NAMES) ? ENTITY_NAMES[entity]() : entity;
}

const DOMAIN_NAMES: Readonly<Record<Domain, () => string>> = {
  general: m.domain_general,
  medical: m.domain_medical,
  education: m.domain_education,
  legal: m.domain_legal,
  chemistry: m.domain_chemistry,
  companion: m.domain_companion,
  research: m.domain_research,
};

export function nameDomain(domain: Domain): string {
  return DOMAIN_NAMES[domain]();
}

export function explainLevel(level: Strength): string {
  switch (level) {
    case 'off':
      return m.level_off_hint();
    case 'minimal':
      return m.level_minimal_hint();
    case 'standard':
      return m.level_standard_hint();
    case 'strict':
      return m.level_strict_hint();
  }
}

/** One decision as a sentence: what was found, how sure that is, and where the limit lies. */
export function explainDecision({ side, cause }: VerdictDecision, language: string): string {
  switch (cause.type) {
    case 'category':
      return explainCategory(side, cause, language);
    case 'rule':
      return cause.category === 'self_harm'
        ? m.why_crisis()
        : m.why_rule({ rule: cause.ruleId });
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

function isKey<K extends string>(name: string, names: Readonly<Record<K, unknown>>): name is K {
  return Object.hasOwn(names, name);
}

export function nameLevel(level: Strength): string {
  switch (level) {
    case 'off':
      return m.level_off();
    case 'minimal':
      return m.level_minimal();
    case 'standard':
      return m.level_standard();
    case 'strict':
      return m.level_strict();
  }
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

/** What is said in the language of the interface; in English where that is none of the layer's. */
export function inLanguage<T>(texts: Readonly<Record<Language, T>>, language: string): T {
  return texts[LANGUAGES.find((known) => known === language) ?? 'en'];
}
