/** What models write after a fence, and the grammar that it is read with; a language that is not here stays plain. */
const GRAMMARS = {
  javascript: ['javascript', 'js', 'jsx', 'mjs', 'cjs', 'node'],
  typescript: ['typescript', 'ts', 'tsx', 'mts'],
  python: ['python', 'py', 'python3'],
  bash: ['bash', 'sh', 'shell', 'zsh', 'console'],
  json: ['json', 'jsonc', 'json5'],
  xml: ['xml', 'html', 'svg', 'xhtml'],
  css: ['css'],
  sql: ['sql', 'mysql', 'postgresql', 'sqlite'],
  java: ['java'],
  c: ['c', 'h'],
  cpp: ['cpp', 'c++', 'cc', 'hpp'],
  rust: ['rust', 'rs'],
  go: ['go', 'golang'],
  yaml: ['yaml', 'yml'],
} as const;

export type Grammar = keyof typeof GRAMMARS;

const BY_NAME = new Map<string, Grammar>(
  Object.entries(GRAMMARS).flatMap(([grammar, names]) =>
    names.map((name) => [name, grammar as Grammar] as const),
  ),
);

/** The grammar for a language as it is named after a fence, in small letters. */
export function findGrammar(language: string): Grammar | null {
  return BY_NAME.get(language) ?? null;
}

/**
 * Longer code, of some 250 lines, stays plain: twice as much kept the page from answering for over 50 ms. Measured with dense
 * TypeScript and CSS, the slowest of these grammars.
 */
export const MAX_HIGHLIGHT_CHARS = 10_000;
