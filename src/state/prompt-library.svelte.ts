import { PROMPT_LIMITS, type SavedPrompt } from '../domain/saved-prompt.ts';
import type { Preferences } from '../storage/preferences.ts';
import { readPrompts } from '../storage/prompts/prompt-schema.ts';

/** Texts that a person uses again and again, by title. They stay on this device. */
export class PromptLibrary {
  readonly #preferences: Preferences;
  #prompts = $state.raw<readonly SavedPrompt[]>([]);

  constructor(preferences: Preferences) {
    this.#preferences = preferences;
    this.#prompts = readPrompts(preferences.read('prompts'));
  }

  get prompts(): readonly SavedPrompt[] {
    return this.#prompts;
  }

  get isFull(): boolean {
    return this.#prompts.length >= PROMPT_LIMITS.count;
  }

  /**
   * Adds a prompt, or changes the one with this id. Does nothing without a title and a text, and where no more are kept.
   * What is longer than it may be is refused, not cut.
   */
  save({ id, title, text }: Omit<SavedPrompt, 'id'> & { id: string | null }): void {
    const prompt = { id: id ?? crypto.randomUUID(), title: title.trim(), text };
    const { titleLength, textLength } = PROMPT_LIMITS;
    const isSound =
      prompt.title !== '' &&
      text.trim() !== '' &&
      prompt.title.length <= titleLength &&
      text.length <= textLength;
    if (!isSound || (id === null && this.isFull)) return;
    this.#set([...this.#prompts.filter((other) => other.id !== prompt.id), prompt]);
  }

  remove(id: string): void {
    this.#set(this.#prompts.filter((prompt) => prompt.id !== id));
  }

  #set(prompts: readonly SavedPrompt[]): void {
    this.#prompts = [...prompts].sort((a, b) => a.title.localeCompare(b.title));
    this.#preferences.write('prompts', prompts.length > 0 ? JSON.stringify(this.#prompts) : '');
  }
}
