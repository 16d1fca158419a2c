/** Which dialogs are open. Any part of the page may ask for one; `Dialogs.svelte` shows them. */
export class OpenDialogs {
  models = $state(false);
  safety = $state(false);
  /** How replies are written. */
  replies = $state(false);
  settings = $state(false);
  about = $state(false);
  /** The conversation that a format is being chosen for, or null. */
  exportedId = $state<string | null>(null);
}
