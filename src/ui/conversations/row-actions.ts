import type { Conversation, Placement } from '../../domain/conversation.ts';

/** What is dragged is a conversation's id: no text, so that nothing else takes it. */
export const DRAGGED_TYPE = 'application/x-mamori-conversation';

/** What can be done with a row of the list. */
export interface RowActions {
  open: (id: string) => void;
  place: (conversation: Conversation, change: Placement) => void;
  /** Asks for the folder. */
  move: (ids: readonly string[]) => void;
  /** Asks for the format. */
  export: (id: string) => void;
  remove: (id: string) => void;
  /** Selects it, or no longer. */
  toggle: (id: string) => void;
}
