import type { Conversation } from './conversation.ts';

/** What a group of the list holds. Months count from 0, as in `Date`. */
export type GroupKind =
  | { type: 'pinned' }
  | { type: 'folder'; name: string }
  | { type: 'today' }
  | { type: 'yesterday' }
  | { type: 'last-week' }
  | { type: 'last-month' }
  | { type: 'month'; year: number; month: number }
  | { type: 'archived' };

export interface ConversationGroup {
  /** The same for the same group, whenever it is made. */
  key: string;
  kind: GroupKind;
  /** In the order of the list; never empty. */
  conversations: readonly Conversation[];
}

const LAST_WEEK_DAYS = 7;
const LAST_MONTH_DAYS = 30;

/**
 * The list in groups: pinned, folders by name, days and months by the person's own calendar, archived. Each conversation is in
 * one of them.
 * @param conversations newest first
 * @param nowMs since the epoch; what was changed later than that (the clock was set back) is of today
 */
export function groupConversations(
  conversations: readonly Conversation[],
  nowMs: number,
  compareNames: (a: string, b: string) => number,
): readonly ConversationGroup[] {
  const kindOfTime = createCalendar(nowMs);
  const groups = new Map<string, { key: string; kind: GroupKind; conversations: Conversation[] }>();
  for (const conversation of conversations) {
    const kind = kindOf(conversation, kindOfTime);
    const key = keyOf(kind);
    const group = groups.get(key) ?? { key, kind, conversations: [] };
    group.conversations.push(conversation);
    groups.set(key, group);
  }
  const all = [...groups.values()];
  const folders = all.flatMap((group) =>
    group.kind.type === 'folder' ? [{ name: group.kind.name, group }] : [],
  );
  return [
    ...all.filter(({ kind }) => kind.type === 'pinned'),
    ...folders.sort((a, b) => compareNames(a.name, b.name)).map(({ group }) => group),
    ...all.filter(({ kind: { type } }) => !['pinned', 'folder', 'archived'].includes(type)),
    ...all.filter(({ kind }) => kind.type === 'archived'),
  ];
}

/** The names of all folders, in order; also of those whose conversations are pinned or archived. */
export function listFolders(
  conversations: readonly Conversation[],
  compareNames: (a: string, b: string) => number,
): readonly string[] {
  return [...new Set(conversations.flatMap(({ folder }) => folder ?? []))].sort(compareNames);
}

/** The first moment after `nowMs` at which the groups may be others: midnight. Milliseconds since the epoch. */
export function nextMidnight(nowMs: number): number {
  return startOfDay(nowMs, 1);
}

function kindOf(
  { pinned, archived, folder, updatedAt }: Conversation,
  kindOfTime: (timeMs: number) => GroupKind,
): GroupKind {
  if (archived) return { type: 'archived' };
  if (pinned) return { type: 'pinned' };
  if (folder !== undefined) return { type: 'folder', name: folder };
  return kindOfTime(updatedAt);
}

/** Days are counted by the calendar and not in hours: some have 23 of them and some 25. */
function createCalendar(nowMs: number): (timeMs: number) => GroupKind {
  const today = startOfDay(nowMs, 0);
  const yesterday = startOfDay(nowMs, -1);
  const lastWeek = startOfDay(nowMs, -LAST_WEEK_DAYS);
  const lastMonth = startOfDay(nowMs, -LAST_MONTH_DAYS);
  return (timeMs) => {
    if (timeMs >= today) return { type: 'today' };
    if (timeMs >= yesterday) return { type: 'yesterday' };
    if (timeMs >= lastWeek) return { type: 'last-week' };
    if (timeMs >= lastMonth) return { type: 'last-month' };
    const date = new Date(timeMs);
    return { type: 'month', year: date.getFullYear(), month: date.getMonth() };
  };
}

function startOfDay(timeMs: number, daysLater: number): number {
  const date = new Date(timeMs);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + daysLater).getTime();
}

function keyOf(kind: GroupKind): string {
  switch (kind.type) {
    case 'folder':
      return `folder:${kind.name}`;
    case 'month':
      return `month:${kind.year}-${kind.month}`;
    default:
      return kind.type;
  }
}
