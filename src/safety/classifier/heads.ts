/** Risk categories, in the order of the model's outputs. */
export const CATEGORIES = [
  'violence_weapons',
  'illegal_goods_fraud',
  'cyber',
  'hate',
  'harassment_profanity',
  'sexual',
  'minors',
  'self_harm',
  'privacy',
  'specialised_advice',
  'misinformation_defamation_ip',
  'prompt_attack',
] as const;

export type Category = (typeof CATEGORIES)[number];

/**
 * All outputs of the model. `harmful`: asks for or gives something that hurts somebody; `toxic`: insults or degrades;
 * `refusal`: an assistant declines.
 */
export const HEADS = [...CATEGORIES, 'refusal', 'harmful', 'toxic'] as const;

export type Head = (typeof HEADS)[number];

/** Who wrote a text: the person (`prompt`) or the assistant (`response`). */
export type Side = 'prompt' | 'response';

export const LANGUAGES = ['en', 'ja', 'ko', 'zh'] as const;

export type Language = (typeof LANGUAGES)[number];

export const LEVELS = ['minimal', 'standard', 'strict'] as const;

export type Level = (typeof LEVELS)[number];
