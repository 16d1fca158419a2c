/** A text that a person uses again and again. What stands in double braces in it is asked for each time. */
export interface SavedPrompt {
  id: string;
  title: string;
  text: string;
}

/** The most of them, and of each, in characters. */
export const PROMPT_LIMITS = { count: 200, titleLength: 100, textLength: 20_000 } as const;

/** `{{audience}}`: letters, digits and what stands between words. */
const VARIABLE = /\{\{[ \t]*([\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N}_ -]{0,39}?)[ \t]*\}\}/gu;

/** The names of what a text asks for, each once, in the order in which they stand. */
export function findVariables(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(VARIABLE), ([, name]) => name ?? ''))];
}

/** The text with every variable replaced; one without a value stays as it is. A value is never read as a pattern. */
export function fillVariables(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(VARIABLE, (written, name: string) => values.get(name) ?? written);
}

/** Those whose title or text has every word of the query. */
export function searchPrompts(
  prompts: readonly SavedPrompt[],
  query: string,
): readonly SavedPrompt[] {
  const words = normalise(query).split(/\s+/u).filter(Boolean);
  return prompts.filter(({ title, text }) => {
    const within = normalise(`${title}\n${text}`);
    return words.every((word) => within.includes(word));
  });
}

function normalise(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
