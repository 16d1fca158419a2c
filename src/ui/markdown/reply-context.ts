import { createContext } from 'svelte';
import type { Mask } from '../../domain/verdict.ts';

/** What every part of a reply needs, however deep it lies. */
export interface ReplyContext {
  readonly masks: readonly Mask[];
  /** Whether personal data are shown as they were written. */
  readonly revealed: boolean;
  /** Labels of the footnotes that the reply has so far. */
  readonly footnotes: ReadonlySet<string>;
  /** Shows where a link leads, and opens it if the person agrees. */
  askToOpen: (href: string) => void;
  /** Moves reader and focus to a footnote, or back to where it is named. */
  jump: (to: 'note' | 'reference', label: string) => void;
}

export const [useReply, provideReply] = createContext<ReplyContext>();
