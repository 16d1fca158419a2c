/** Everything that the safety module offers; nothing here knows of a page, a worker or a model runtime. */
export { normalise } from './normalise/normalise.ts';
export {
  CATEGORIES,
  HEADS,
  LANGUAGES,
  LEVELS,
  type Category,
  type Head,
  type Language,
  type Level,
  type Side,
} from './classifier/heads.ts';
export { detectLanguage } from './classifier/detect-language.ts';
export { judge, type Finding, type GateFinding, type Judgement } from './classifier/judge.ts';
export {
  GATES,
  parseProfile,
  REFUSAL_THRESHOLD,
  type ClassifierProfile,
  type Gate,
} from './classifier/profile.ts';
export type { CategoryScores, HeadScores } from './classifier/scores.ts';
export {
  SafetyClassifier,
  type Classification,
  type ClassifyOptions,
  type RunModel,
} from './classifier/safety-classifier.ts';
export { TextEncoder, type Tokenize } from './classifier/text-encoder.ts';
