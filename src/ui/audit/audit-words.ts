import type { Action } from '../../safety/index.ts';
import type { AuditCause, AuditEvent } from '../../safety/audit/entry.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { AuditFault } from '../../state/audit-log.ts';
import { nameCategory } from '../safety/decision-words.ts';
import { nameEntity } from '../safety/entity-words.ts';

/** What an entry is about: a text and who wrote it, or neither. */
export function nameStage({ stage, cause }: AuditEvent): string | null {
  if (cause.type === 'policy-changed') return null;
  switch (stage) {
    case 'input':
      return m.audit_question();
    case 'output':
      return m.audit_reply();
  }
}

/** Why something was done, in a few words. */
export function explainCause(cause: AuditCause, language: string): string {
  switch (cause.type) {
    case 'category': {
      const format = new Intl.NumberFormat(language, {
        minimumFractionDigits: 2,
        maximumFractionDigits: 2,
      });
      return m.audit_cause_category({
        category: nameCategory(cause.category),
        score: format.format(cause.score),
        threshold: format.format(cause.threshold),
      });
    }
    case 'rule':
      return m.audit_cause_rule({ rule: cause.id });
    case 'personal-data':
      return m.audit_cause_data({ entity: nameEntity(cause.entity), count: cause.count });
    case 'classifier-unavailable':
      return m.audit_cause_unavailable();
    case 'rate-limit':
      return m.audit_cause_rate();
    case 'cool-down':
      return m.audit_cause_cool_down();
    case 'policy-changed':
      return m.audit_cause_policy();
  }
}

export function nameAction(action: Action): string {
  switch (action) {
    case 'allow':
      return m.audit_action_allow();
    case 'log':
      return m.audit_action_log();
    case 'warn':
      return m.audit_action_warn();
    case 'mask':
      return m.audit_action_mask();
    case 'replace':
      return m.audit_action_replace();
    case 'block':
      return m.audit_action_block();
  }
}

/** Where a log is broken and how. */
export function explainFault(fault: AuditFault): string {
  switch (fault.type) {
    case 'malformed':
      // such an entry has no number that could be trusted
      return m.audit_fault_malformed({ line: fault.position + 1 });
    case 'index-gap':
      return m.audit_fault_gap({ expected: fault.expected, found: fault.found });
    case 'broken-link':
      return m.audit_fault_link({ index: fault.index });
    case 'wrong-hash':
      return m.audit_fault_changed({ index: fault.index });
    case 'wrong-text':
      return m.audit_fault_text({ index: fault.index });
    case 'wrong-end':
      return m.audit_fault_end({ index: fault.expected.index });
    case 'lost-bounds':
      return m.audit_fault_bounds();
  }
}

/** "Nov 25, 2026" and "5:25:37 PM", and both for machines; the bare number where a damaged clock gave no date. */
export function formatTime(
  ms: number,
  language: string,
): { day: string; time: string; iso: string | null } {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return { day: String(ms), time: '', iso: null };
  return {
    day: new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(date),
    time: new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(date),
    iso: date.toISOString(),
  };
}
