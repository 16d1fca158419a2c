import type { Conversation } from '../../domain/conversation.ts';
import type { ConversationGroup } from '../../domain/group-conversations.ts';

/** The name of a group, which opens and folds it. */
export interface HeadingRow {
  type: 'heading';
  key: string;
  group: ConversationGroup;
  isOpen: boolean;
}

export interface ItemRow {
  type: 'conversation';
  key: string;
  group: ConversationGroup;
  conversation: Conversation;
  /** In its group, from 1. */
  position: number;
}

/** One line of the list. */
export type ListRow = HeadingRow | ItemRow;

/** Rows of one group that are in the page, with their places among all rows. */
export interface ListSection {
  group: ConversationGroup;
  heading: { row: HeadingRow; index: number } | null;
  items: readonly { row: ItemRow; index: number }[];
}

/** The key of a conversation's row. */
export function keyOfConversation(id: string): string {
  return `conversation:${id}`;
}

/** The list from top to bottom. @param toggled keys of the groups that are not as they were at first */
export function layOutRows(
  groups: readonly ConversationGroup[],
  toggled: ReadonlySet<string>,
): readonly ListRow[] {
  return groups.flatMap((group): ListRow[] => {
    const isOpenAtFirst = group.kind.type !== 'archived';
    const isOpen = isOpenAtFirst !== toggled.has(group.key);
    const heading: HeadingRow = { type: 'heading', key: `group:${group.key}`, group, isOpen };
    if (!isOpen) return [heading];
    const items = group.conversations.map((conversation, index): ItemRow => ({
      type: 'conversation',
      key: keyOfConversation(conversation.id),
      group,
      conversation,
      position: index + 1,
    }));
    return [heading, ...items];
  });
}

/** The rows in the page by group, so that each group can be a list of its own. */
export function sectionRows(
  rows: readonly ListRow[],
  visible: readonly number[],
): readonly ListSection[] {
  const sections = new Map<
    string,
    {
      group: ConversationGroup;
      heading: ListSection['heading'];
      items: { row: ItemRow; index: number }[];
    }
  >();
  for (const index of visible) {
    const row = rows[index];
    if (!row) continue;
    const { group } = row;
    const section = sections.get(group.key) ?? { group, heading: null, items: [] };
    if (row.type === 'heading') section.heading = { row, index };
    else section.items.push({ row, index });
    sections.set(group.key, section);
  }
  return [...sections.values()];
}
