/** Longer than any command, and than most titles. Characters. */
const LONGEST_QUERY = 60;

/** What is looked for by a text that begins with a slash; null where the text is no command. */
export function readSlashQuery(text: string): string | null {
  if (!text.startsWith('/') || text.includes('\n')) return null;
  const query = text.slice(1);
  return query.length <= LONGEST_QUERY ? query : null;
}

/** Those of which a name begins with the query, then those in which a word of one does. */
export function filterBySlash<T>(
  items: readonly T[],
  query: string,
  namesOf: (item: T) => readonly string[],
): readonly T[] {
  const wanted = normalise(query);
  if (wanted === '') return items;
  const rank = (item: T): number => {
    const names = namesOf(item).map(normalise);
    if (names.some((name) => name.startsWith(wanted))) return 0;
    return names.some((name) => name.includes(wanted)) ? 1 : 2;
  };
  const ranked = items.map((item) => ({ item, rank: rank(item) })).filter(({ rank }) => rank < 2);
  return ranked.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}

function normalise(text: string): string {
  return text.normalize('NFKC').toLowerCase().trimStart();
}
