import * as v from 'valibot';
import { CATEGORIES, LANGUAGES } from '../classifier/heads.ts';
import { ENTITIES } from '../personal-data/entities.ts';
import { ACTIONS, DOMAINS, PERMISSIONS, STRENGTHS, type Action } from './names.ts';

/** Longest match of a rule, in characters: so much of a streamed reply may have to be held back for it. */
export const LONGEST_MATCH = 200;
const MOST_RULES = 500;
const MOST_TERMS = 2_000;
const LONGEST_TEXT = 10_000;

const shortText = v.pipe(v.string(), v.nonEmpty(), v.maxLength(100));
const matchText = v.pipe(
  v.string(),
  v.check((text) => text.trim() !== '', 'must not be empty'),
  v.maxLength(LONGEST_MATCH),
);
const localised = v.strictObject(
  v.entriesFromList(LANGUAGES, v.pipe(v.string(), v.maxLength(LONGEST_TEXT))),
);
/** A text in every language of the interface. */
export type Localised = v.InferOutput<typeof localised>;

const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const limits = v.union([
  v.literal('level'),
  v.pipe(
    v.strictObject({ warn: probability, block: probability }),
    v.check(({ warn, block }) => warn <= block, 'warn must not be above block'),
  ),
]);

const categoryRule = <A extends readonly Action[]>(actions: A) =>
  v.strictObject({
    enabled: v.boolean(),
    /** Scores from which a text is watched and from which `action` is taken; `level` takes those that ship. */
    limits,
    action: v.picklist(actions),
  });
/** A question cannot be shown in part, so its categories are never masked. */
const INPUT_ACTIONS = ['allow', 'log', 'warn', 'replace', 'block'] as const;
const category = v.strictObject({
  input: categoryRule(INPUT_ACTIONS),
  output: categoryRule(ACTIONS),
});
export type CategoryRule = v.InferOutput<typeof category>['output'];

const categories = v.pipe(
  v.strictObject(v.entriesFromList(CATEGORIES, category)),
  v.check(
    ({ minors }) =>
      [minors.input, minors.output].every(
        ({ enabled, action }) => enabled && (action === 'block' || action === 'replace'),
      ),
    'minors is always enabled and blocks or replaces; only level "off" has no categories',
  ),
);

const match = v.variant('type', [
  /** Whole words. */
  v.strictObject({
    type: v.literal('terms'),
    terms: v.pipe(v.array(matchText), v.nonEmpty(), v.maxLength(MOST_TERMS)),
  }),
  /** Anywhere, also inside words. */
  v.strictObject({
    type: v.literal('phrases'),
    phrases: v.pipe(v.array(matchText), v.nonEmpty(), v.maxLength(MOST_TERMS)),
  }),
  /** RE2 syntax: time grows with the text alone. Longer matches than `longest` are not looked for. */
  v.strictObject({
    type: v.literal('pattern'),
    pattern: v.pipe(v.string(), v.nonEmpty(), v.maxLength(1_000)),
    longest: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LONGEST_MATCH)),
  }),
]);
export type Match = v.InferOutput<typeof match>;

const rule = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/u)),
  match,
  action: v.picklist(ACTIONS),
  /** What a match is filed under: whose replacement text is said. */
  category: v.optional(v.picklist(CATEGORIES)),
});
export type Rule = v.InferOutput<typeof rule>;
const ruleList = v.pipe(
  v.array(rule),
  v.maxLength(MOST_RULES),
  v.check(
    (list) => new Set(list.map(({ id }) => id)).size === list.length,
    'every rule needs an id of its own',
  ),
);

const CRISIS_ACTIONS = ['allow', 'log', 'warn', 'replace'] as const;

const DATA_ACTIONS = ['allow', 'log', 'warn', 'mask', 'block'] as const;
export type DataAction = (typeof DATA_ACTIONS)[number];
const entity = v.strictObject({
  input: v.picklist(DATA_ACTIONS),
  output: v.picklist(DATA_ACTIONS),
});

const positive = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(31_536_000));

/** The whole of a policy. Documents are shorter: they name a preset and what differs from it (`parse-policy.ts`). */
export const policySchema = v.strictObject({
  schemaVersion: v.literal(1),
  name: shortText,
  level: v.picklist(STRENGTHS),
  domain: v.picklist(DOMAINS),
  categories,
  rules: v.strictObject({
    input: ruleList,
    output: ruleList,
    /** What matches here is neither found by rules nor taken for personal data. */
    allow: v.pipe(v.array(match), v.maxLength(MOST_RULES)),
  }),
  /** What follows the words of somebody who wants to die, whatever the classifier makes of them. */
  crisis: v.picklist(CRISIS_ACTIONS),
  personalData: v.strictObject({
    entities: v.strictObject(v.entriesFromList(ENTITIES, entity)),
    /** Also looks into Base64, hexadecimal and URL-encoded values. */
    decode: v.boolean(),
    /** Whether masked values may be stored with the conversation, so that they can be shown again. */
    keepValues: v.boolean(),
  }),
  texts: v.strictObject({
    /** Said in place of what was blocked. */
    blocked: localised,
    /** Said in place of what was replaced; a category without a text of its own takes the blocked text. */
    replacements: v.strictObject(v.entriesFromList(CATEGORIES, v.optional(localised))),
  }),
  rateLimit: v.nullable(v.strictObject({ messages: positive, perSeconds: positive })),
  coolDown: v.nullable(
    v.strictObject({ blocks: positive, withinSeconds: positive, forSeconds: positive }),
  ),
  terms: v.nullable(v.strictObject({ version: shortText, text: localised })),
  audit: v.strictObject({ enabled: v.boolean(), fullText: v.boolean(), retentionDays: positive }),
  userMay: v.strictObject(v.entriesFromList(PERMISSIONS, v.boolean())),
});

export type Policy = v.InferOutput<typeof policySchema>;
