/** Small values that must be there before anything is drawn (language, theme, last model, unsent text). */
export interface Preferences {
  read(key: PreferenceKey): string | null;
  /** An empty value is no value: `read` then gives null. */
  write(key: PreferenceKey, value: string): void;
}

/** Unsent text is part of a conversation: where conversations are encrypted, it must not lie beside them in plain. */
export interface DraftPrivacy {
  /** While true, unsent text lives in memory only, and what was stored of it is removed. Remembered over a reload. */
  setDraftsPrivate(isPrivate: boolean): void;
}

export type PreferenceKey =
  | 'language'
  | 'theme'
  | 'text-size'
  | 'motion'
  | 'reply-format'
  | 'send-key'
  | 'model'
  | 'conversation'
  /** How many conversations are stored: what tells a newcomer from somebody whose browser has deleted them. */
  | 'conversation-count'
  /** Ids of conversations that are being deleted, separated by spaces. */
  | 'removed-conversations'
  | 'drafts-private'
  /** How replies of all conversations are written. */
  | 'generation'
  | 'personas'
  /** Texts that a person uses again and again. */
  | 'prompts'
  | 'safety-level'
  | 'safety-domain'
  | 'operator-policy'
  | 'policy-changes'
  | 'accepted-terms'
  | 'audited-policy'
  | `draft:${string}`
  | `context:${string}`;

const PREFIX = 'mamori:';
const DRAFT = 'draft:';

/** Kept in `localStorage`, or only in memory where the browser refuses it (some private windows throw on access). */
export function createPreferences(): Preferences & DraftPrivacy {
  const memory = new Map<string, string>();
  const read = (key: string): string | null => {
    try {
      return localStorage.getItem(PREFIX + key);
    } catch {
      return memory.get(key) || null;
    }
  };
  const write = (key: string, value: string): void => {
    memory.set(key, value);
    try {
      if (value === '') localStorage.removeItem(PREFIX + key);
      else localStorage.setItem(PREFIX + key, value);
    } catch {
      // the value lives in memory until the page closes
    }
  };
  let areDraftsPrivate = read('drafts-private') !== null;
  return {
    read: (key) =>
      areDraftsPrivate && key.startsWith(DRAFT) ? memory.get(key) || null : read(key),
    write(key, value) {
      if (areDraftsPrivate && key.startsWith(DRAFT)) memory.set(key, value);
      else write(key, value);
    },
    setDraftsPrivate(isPrivate) {
      areDraftsPrivate = isPrivate;
      write('drafts-private', isPrivate ? 'yes' : '');
      if (!isPrivate) return;
      for (const key of storedDrafts()) {
        // it stays in the field in which it stands
        memory.set(key, memory.get(key) || (read(key) ?? ''));
        try {
          localStorage.removeItem(PREFIX + key);
        } catch {
          // it was never stored
        }
      }
    },
  };
}

function storedDrafts(): string[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX + DRAFT))
      .map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
}
