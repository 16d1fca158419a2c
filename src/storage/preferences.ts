/** Small values that must be there before anything is drawn (language, theme, last model, unsent text). */
export interface Preferences {
  read(key: PreferenceKey): string | null;
  /** An empty value is no value: `read` then gives null. */
  write(key: PreferenceKey, value: string): void;
}

export type PreferenceKey =
  | 'language'
  | 'theme'
  | 'model'
  | 'conversation'
  | 'safety-level'
  | 'safety-domain'
  | 'operator-policy'
  | 'policy-changes'
  | 'accepted-terms'
  | 'audited-policy'
  | `draft:${string}`
  | `context:${string}`;

const PREFIX = 'mamori:';

/** Kept in `localStorage`, or only in memory where the browser refuses it (some private windows throw on access). */
export function createPreferences(): Preferences {
  const memory = new Map<string, string>();
  return {
    read(key) {
      try {
        return localStorage.getItem(PREFIX + key);
      } catch {
        return memory.get(key) || null;
      }
    },
    write(key, value) {
      memory.set(key, value);
      try {
        if (value === '') localStorage.removeItem(PREFIX + key);
        else localStorage.setItem(PREFIX + key, value);
      } catch {
        // the value lives in memory until the page closes
      }
    },
  };
}
