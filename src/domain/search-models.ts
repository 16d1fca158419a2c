import type { ModelGroup } from './choose-model.ts';

/** Languages are found by their names in the languages of the interface, and by their own names. */
const NAMES = ['en', 'ja', 'ko', 'zh'].map((locale) => languageNames(locale));

/**
 * The groups that have every word of `text` somewhere in their name, family, ids, or the names of their languages, whatever
 * the case; a word may also be a whole language code. Without words, all groups. The order stays.
 */
export function searchModels(groups: readonly ModelGroup[], text: string): ModelGroup[] {
  const words = simplify(text)
    .split(/\s+/u)
    .filter((word) => word !== '');
  if (words.length === 0) return [...groups];
  return groups.filter((group) => {
    const codes = new Set(group.variants.flatMap(({ languages }) => languages));
    const haystack = simplify(
      [
        group.name,
        group.family,
        ...group.variants.map(({ id }) => id),
        ...[...codes].flatMap(namesOfLanguage),
      ].join('\n'),
    );
    return words.every((word) => codes.has(word) || haystack.includes(word));
  });
}

/** By code: making them takes longer than a search should, and a search runs at every key. */
const namesByCode = new Map<string, string[]>();

function namesOfLanguage(code: string): string[] {
  const known = namesByCode.get(code);
  if (known) return known;
  const found = [...NAMES, languageNames(code)].flatMap((names) => names.of(code) ?? []);
  namesByCode.set(code, found);
  return found;
}

function languageNames(locale: string): Intl.DisplayNames {
  return new Intl.DisplayNames([locale], { type: 'language', fallback: 'none' });
}

/** Full-width letters, as Japanese keyboards type them, become ordinary ones. */
function simplify(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
