/** What a question would take of the context window. All in tokens. */
export interface QuestionSize {
  attached: number;
  /** What is typed, with what the model is told beforehand. */
  own: number;
  /** The conversation so far. */
  earlier: number;
  limit: number;
}

/** `crowds-out`: older turns would have to go; `too-long`: the model could not even read the question alone. */
export type AttachmentFit = 'fits' | 'crowds-out' | 'too-long';

/** Of the context window; the rest is for the reply. */
const QUESTION_SHARE = 0.75;
/** Attachments get this much even where older turns must go for it. */
const LEAST_SHARE = 0.25;

export function judgeFit({ attached, own, earlier, limit }: QuestionSize): AttachmentFit {
  if (own + attached >= limit) return 'too-long';
  return own + attached + earlier >= limit ? 'crowds-out' : 'fits';
}

/** How many tokens of the attachments can be sent so that the rest of the question and a reply have room. */
export function roomForAttachments({ own, earlier, limit }: QuestionSize): number {
  const beside = limit * QUESTION_SHARE - own - earlier;
  const alone = limit * QUESTION_SHARE - own;
  return Math.max(1, Math.floor(Math.max(beside, Math.min(alone, limit * LEAST_SHARE))));
}
