import { m } from '../../../i18n/paraglide/messages.js';
import type { Action } from '../../../safety/policy/names.ts';
import type { Match } from '../../../safety/policy/policy.ts';
import type { Direction, RuleList } from './policy-edits.ts';

/** What shall be done, as a choice. `off` is a category that is not looked for. */
export function nameChoice(choice: Action | 'off'): string {
  switch (choice) {
    case 'off':
      return m.choice_off();
    case 'allow':
      return m.choice_nothing();
    case 'log':
      return m.choice_log();
    case 'warn':
      return m.choice_note();
    case 'mask':
      return m.choice_hide();
    case 'replace':
      return m.choice_replace();
    case 'block':
      return m.choice_block();
  }
}

export function nameDirection(direction: Direction): string {
  return nameList(direction);
}

export function nameList(list: RuleList): string {
  switch (list) {
    case 'input':
      return m.policy_questions();
    case 'output':
      return m.policy_replies();
    case 'allow':
      return m.policy_allow_list();
  }
}

export function nameMatchType(type: Match['type']): string {
  switch (type) {
    case 'terms':
      return m.rule_terms();
    case 'phrases':
      return m.rule_phrases();
    case 'pattern':
      return m.rule_pattern();
  }
}

/** So many words of a long list, and so much of a long pattern, are shown. */
const SHOWN_TERMS = 5;
const SHOWN_PATTERN_LENGTH = 120;

/** What a rule looks for, shortened. */
export function describeMatch(match: Match): string {
  switch (match.type) {
    case 'terms':
      return listTerms(match.terms);
    case 'phrases':
      return listTerms(match.phrases);
    case 'pattern':
      return match.pattern.length > SHOWN_PATTERN_LENGTH
        ? `${match.pattern.slice(0, SHOWN_PATTERN_LENGTH)}…`
        : match.pattern;
  }
}

function listTerms(terms: readonly string[]): string {
  const shown = terms.slice(0, SHOWN_TERMS).join(' · ');
  return terms.length > SHOWN_TERMS ? `${shown} · … (${terms.length})` : shown;
}
