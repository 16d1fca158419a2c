import { CATEGORIES, type Category } from '../classifier/heads.ts';
import { ENTITIES } from '../personal-data/entities.ts';
import type { Json, JsonObject } from '../policy/merge.ts';
import type { Action, Domain } from '../policy/names.ts';
import { WEAPON_RULES } from './weapon-rules.ts';

/*
 * What a domain changes of the shipped policy of any level. Limits are calibrated scores: 0.5 is where level `standard`
 * begins to act, in every language. The classifier names the right category for about half of what it finds
 * (docs/classifier-card.md), so a domain that wants a topic let through raises the limits of its neighbours too.
 */

/** Professional talk about a topic scores higher without being harmful: watched later, and stopped where it is clear. */
const PROFESSIONAL = { warn: 0.6, block: 0.7 };
/** Where less is asked that sounds like harm, a lower score is clear. */
const CLEAR = { warn: 0.5, block: 0.6 };
/** For people who must be protected from more than others. */
const CAREFUL = { warn: 0.3, block: 0.5 };

function limitsFor(categories: readonly Category[], limits: JsonObject): JsonObject {
  return Object.fromEntries(
    categories.map((name) => [name, { input: { limits }, output: { limits } }]),
  );
}

function actionsFor(categories: readonly Category[], action: Action): JsonObject {
  return Object.fromEntries(
    categories.map((name) => [name, { input: { action }, output: { action } }]),
  );
}

const EVERYTHING_BUT_MINORS = CATEGORIES.filter((name) => name !== 'minors');

const OVERLAYS: Readonly<Record<Domain, JsonObject>> = {
  general: {},
  medical: {
    categories: limitsFor(
      ['illegal_goods_fraud', 'violence_weapons', 'self_harm', 'sexual', 'privacy', 'cyber'],
      PROFESSIONAL,
    ),
    // those who treat people in need quote them
    crisis: 'log',
    personalData: { entities: { us_npi: { input: 'mask', output: 'mask' } } },
  },
  education: {
    categories: {
      ...limitsFor(
        [
          'violence_weapons',
          'illegal_goods_fraud',
          'hate',
          'harassment_profanity',
          'sexual',
          'self_harm',
        ],
        CAREFUL,
      ),
      specialised_advice: { input: { enabled: true, action: 'warn' } },
    },
    coolDown: { blocks: 5, withinSeconds: 600, forSeconds: 300 },
  },
  legal: {
    categories: limitsFor(
      [
        'privacy',
        'illegal_goods_fraud',
        'violence_weapons',
        'misinformation_defamation_ip',
        'sexual',
        'hate',
      ],
      CLEAR,
    ),
    personalData: {
      entities: Object.fromEntries(
        ENTITIES.filter((name) => name !== 'url').map((name) => [
          name,
          { input: 'mask', output: 'mask' },
        ]),
      ),
    },
  },
  chemistry: {
    categories: limitsFor(['violence_weapons', 'illegal_goods_fraud', 'cyber'], PROFESSIONAL),
    rules: { input: WEAPON_RULES, output: WEAPON_RULES },
  },
  companion: {
    categories: {
      ...limitsFor(['harassment_profanity'], PROFESSIONAL),
      ...limitsFor(['violence_weapons', 'illegal_goods_fraud'], CLEAR),
      self_harm: {
        input: { limits: CAREFUL, action: 'replace' },
        output: { limits: CAREFUL, action: 'replace' },
      },
    },
  },
  research: {
    categories: actionsFor(EVERYTHING_BUT_MINORS, 'log'),
    crisis: 'log',
  },
};

/** What a domain changes of the shipped policy, as JSON to be merged into it. */
export function overlayOf(domain: Domain): Json {
  return { ...OVERLAYS[domain], domain };
}
