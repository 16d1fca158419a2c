import { m } from '../../i18n/paraglide/messages.js';
import type { Domain, Strength } from '../../safety/index.ts';

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
