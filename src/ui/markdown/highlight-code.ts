import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import css from 'highlight.js/lib/languages/css';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import type { Grammar } from './highlight-languages.ts';

/** Loaded only when there is code to colour: it is as large as the rest of a reply's rendering. */
const LANGUAGES = {
  bash,
  c,
  cpp,
  css,
  go,
  java,
  javascript,
  json,
  python,
  rust,
  sql,
  typescript,
  xml,
  yaml,
};
for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language);

export type Colour = 'keyword' | 'string' | 'number' | 'comment' | 'name' | 'type' | 'meta';

/** A piece of code; `colour` is null for what has none. */
export interface CodePiece {
  text: string;
  colour: Colour | null;
}

/** The first part of a scope of highlight.js, and its colour here. */
const COLOURS: Readonly<Record<string, Colour>> = {
  keyword: 'keyword',
  operator: 'keyword',
  literal: 'keyword',
  tag: 'keyword',
  name: 'keyword',
  'selector-tag': 'keyword',
  string: 'string',
  regexp: 'string',
  char: 'string',
  addition: 'string',
  number: 'number',
  symbol: 'number',
  comment: 'comment',
  quote: 'comment',
  title: 'name',
  attr: 'name',
  attribute: 'name',
  property: 'name',
  'selector-class': 'name',
  'selector-id': 'name',
  variable: 'name',
  type: 'type',
  built_in: 'type',
  class: 'type',
  meta: 'meta',
  doctag: 'meta',
  section: 'meta',
};

/** What highlight.js keeps before it writes HTML. Its own name for it begins with `_`; the version is pinned. */
interface TokenNode {
  scope?: string;
  children: (TokenNode | string)[];
}

/** Code in coloured pieces that together are the code; null where it cannot be read. */
export function highlightCode(code: string, grammar: Grammar): readonly CodePiece[] | null {
  try {
    const result: unknown = hljs.highlight(code, { language: grammar, ignoreIllegals: true });
    const { rootNode } = (result as { _emitter: { rootNode: TokenNode } })._emitter;
    const pieces: CodePiece[] = [];
    collect(rootNode, null, pieces);
    return pieces.map(({ text }) => text).join('') === code ? pieces : null;
  } catch {
    return null;
  }
}

function collect(node: TokenNode, outer: Colour | null, pieces: CodePiece[]): void {
  const colour = COLOURS[node.scope?.split('.')[0] ?? ''] ?? outer;
  for (const child of node.children) {
    const last = pieces.at(-1);
    if (typeof child !== 'string') collect(child, colour, pieces);
    else if (last?.colour === colour) last.text += child;
    else pieces.push({ text: child, colour });
  }
}
