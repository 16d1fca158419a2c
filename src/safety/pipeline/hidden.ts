/** Stands for what a rule or a category hides: unlike personal data it is never shown again. */
export const HIDDEN = '[HIDDEN]';
