import { CATEGORIES, type Category } from '../classifier/heads.ts';
import { ENTITIES, type Entity } from '../personal-data/entities.ts';
import { BLOCKED_TEXT, SUPPORT_TEXT } from './preset-texts.ts';
import { PERMISSIONS, type Strength } from './names.ts';
import type { CategoryRule, DataAction, Policy } from './policy.ts';

/** Numbers and keys whose loss hurts, wherever they stand. */
const ALWAYS_MASKED: readonly Entity[] = [
  'secret',
  'payment_card',
  'iban',
  'passport',
  'jp_my_number',
  'jp_driver_licence',
  'kr_resident_number',
  'kr_driver_licence',
  'cn_resident_id',
  'us_ssn',
  'us_itin',
];
const CONTACTS: readonly Entity[] = ['email', 'phone', 'crypto_address'];
/** Numbers of machines, firms and places: harmless in most talk, telling in some. */
const TRACES: readonly Entity[] = [
  'ip_address',
  'mac_address',
  'jp_corporate_number',
  'jp_postal_code',
  'kr_business_number',
  'cn_social_credit_code',
  'us_npi',
];

const MASKED: Readonly<Record<Strength, ReadonlySet<Entity>>> = {
  off: new Set(),
  minimal: new Set(ALWAYS_MASKED),
  standard: new Set([...ALWAYS_MASKED, ...CONTACTS]),
  strict: new Set([...ALWAYS_MASKED, ...CONTACTS, ...TRACES]),
};

type CategoryRules = Policy['categories'];

function categoryRules(category: Category): CategoryRules[Category] {
  const rule = (
    enabled: boolean,
    action: 'block' | 'replace',
  ): CategoryRule & { action: 'block' | 'replace' } => ({
    enabled,
    limits: 'level',
    action,
  });
  switch (category) {
    // a person in need gets help rather than a closed door
    case 'self_harm':
      return { input: rule(true, 'replace'), output: rule(true, 'block') };
    // advice is the business of domain packs, and only a question can attack the assistant
    case 'specialised_advice':
      return { input: rule(false, 'block'), output: rule(false, 'block') };
    case 'prompt_attack':
      return { input: rule(true, 'block'), output: rule(false, 'block') };
    default:
      return { input: rule(true, 'block'), output: rule(true, 'block') };
  }
}

const PRESET_NAMES: Readonly<Record<Strength, string>> = {
  off: 'Off',
  minimal: 'Minimal',
  standard: 'Standard',
  strict: 'Strict',
};

/** The policy of a level as it ships, for the general domain. Everything may be changed by the person. */
export function presetPolicy(level: Strength): Policy {
  const dataAction = (entity: Entity): DataAction => (MASKED[level].has(entity) ? 'mask' : 'allow');
  return {
    schemaVersion: 1,
    name: PRESET_NAMES[level],
    level,
    domain: 'general',
    categories: fromKeys(CATEGORIES, categoryRules),
    rules: { input: [], output: [], allow: [] },
    crisis: level === 'off' ? 'allow' : 'replace',
    personalData: {
      entities: fromKeys(ENTITIES, (entity) => ({
        input: dataAction(entity),
        output: dataAction(entity),
      })),
      decode: level === 'strict',
      keepValues: true,
    },
    texts: { blocked: BLOCKED_TEXT, replacements: { self_harm: SUPPORT_TEXT } },
    rateLimit: null,
    coolDown: null,
    terms: null,
    audit: { enabled: level !== 'off', fullText: false, retentionDays: 90 },
    userMay: fromKeys(PERMISSIONS, () => true),
  };
}

function fromKeys<K extends string, V>(keys: readonly K[], make: (key: K) => V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, make(key)])) as Record<K, V>;
}
