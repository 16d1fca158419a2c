/**
 * The row that a key leads to, or null if it leads to none.
 * @param pageSize how many rows can be seen at a time
 */
export function moveFocus(
  event: KeyboardEvent,
  current: number,
  count: number,
  pageSize: number,
): number | null {
  const isElsewhere = !(event.target instanceof Element) || !event.target.closest('[data-main]');
  if (isElsewhere || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  const to = rowFor(event.key, current, count, pageSize);
  if (to === null) return null;
  event.preventDefault();
  return Math.min(Math.max(to, 0), count - 1);
}

function rowFor(key: string, current: number, count: number, pageSize: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return current + 1;
    case 'ArrowUp':
      return current - 1;
    case 'PageDown':
      return current + pageSize;
    case 'PageUp':
      return current - pageSize;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
