import type { GroupKind } from '../../domain/group-conversations.ts';
import { m } from '../../i18n/paraglide/messages.js';

/** The name of a group, in the reader's language. */
export function nameGroup(kind: GroupKind, language: string): string {
  switch (kind.type) {
    case 'pinned':
      return m.group_pinned();
    case 'folder':
      return kind.name;
    case 'today':
      return m.group_today();
    case 'yesterday':
      return m.group_yesterday();
    case 'last-week':
      return m.group_last_week();
    case 'last-month':
      return m.group_last_month();
    case 'month':
      return new Intl.DateTimeFormat(language, { year: 'numeric', month: 'long' }).format(
        new Date(kind.year, kind.month),
      );
    case 'archived':
      return m.group_archived();
  }
}
