/**
 * What a reply is made of, as plain values: nothing here is markup of the page, and every piece of text is a leaf that
 * is shown as it stands.
 */
export type Inline =
  | { type: 'text'; text: string }
  | { type: 'code'; text: string }
  | { type: 'strong'; children: readonly Inline[] }
  | { type: 'emphasis'; children: readonly Inline[] }
  | { type: 'deleted'; children: readonly Inline[] }
  | { type: 'break' }
  /** `href` begins with http, https or mailto; anything else stays text. */
  | { type: 'link'; href: string; title: string; children: readonly Inline[] }
  /** Never loaded: only named. */
  | { type: 'image'; href: string; title: string; alt: string }
  | { type: 'maths'; source: string; display: boolean; written: string }
  /** A jump if the text has a footnote of this label, otherwise text. */
  | { type: 'footnote-reference'; label: string };

export interface ListItem {
  /** null for an item that is no task. */
  checked: boolean | null;
  blocks: readonly Block[];
}

export type Alignment = 'left' | 'center' | 'right' | null;
export type Cell = readonly Inline[];

export type Block =
  | { type: 'paragraph'; children: readonly Inline[] }
  /** `level` is 1 to 6, as written. */
  | { type: 'heading'; level: number; children: readonly Inline[] }
  | CodeBlock
  | {
      type: 'list';
      ordered: boolean;
      start: number;
      /** Whether its items stand apart from each other. */
      loose: boolean;
      items: readonly ListItem[];
    }
  | Table
  | { type: 'quote'; blocks: readonly Block[] }
  | { type: 'rule' }
  /** `written` is the source with its delimiters, for a formula that cannot be shown. */
  | { type: 'maths'; source: string; written: string }
  | Footnote
  | { type: 'thinking'; text: string; closed: boolean }
  /** Text that was too long, too deep or too odd to be read as Markdown. */
  | { type: 'plain'; text: string };

export interface CodeBlock {
  type: 'code';
  /** The first word after the fence, in small letters; empty for none. */
  language: string;
  /** All that stands after the fence. */
  info: string;
  text: string;
  /** False while its end has not been written. */
  closed: boolean;
}

export interface Table {
  type: 'table';
  aligns: readonly Alignment[];
  header: readonly Cell[];
  rows: readonly (readonly Cell[])[];
}

export interface Footnote {
  type: 'footnote';
  label: string;
  blocks: readonly Block[];
}
