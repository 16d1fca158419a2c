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
export {
  ACTIONS,
  DOMAINS,
  STRENGTHS,
  type Action,
  type Domain,
  type Strength,
} from './policy/names.ts';
export type { Localised, Policy } from './policy/policy.ts';
export { hashJson, hashText } from './policy/canonical-json.ts';
export { checkPolicy, parsePolicy } from './policy/parse-policy.ts';
export { shippedPolicy } from './packs/shipped-policy.ts';
export { ENTITIES, type Entity } from './personal-data/entities.ts';
export { findPersonalData, type PersonalDataSpan } from './personal-data/find-personal-data.ts';
export { Placeholders } from './personal-data/placeholders.ts';
export type { Cause, Decision } from './pipeline/decision.ts';
export { HIDDEN } from './pipeline/hidden.ts';
export {
  screenInput,
  type JudgeText,
  type ScreenedInput,
  type ScreenOptions,
} from './pipeline/screen-input.ts';
export { TextScanner } from './pipeline/text-scanner.ts';
export { OutputGate, type GateOptions, type GateVerdict } from './gate/output-gate.ts';
