import { m } from '../../i18n/paraglide/messages.js';
import type { Category, Finding, Level } from '../../safety/index.ts';

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

export function nameLevel(level: Level): string {
  switch (level) {
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
