import type { Result } from '../domain/result.ts';
import type { Preferences } from '../storage/preferences.ts';
import type { Attachments } from './attachments.svelte.ts';
import type { Conversations } from './conversations.svelte.ts';
import type { Engine } from './engine.svelte.ts';
import type { PromptLibrary } from './prompt-library.svelte.ts';
import type { ConversationSearch } from './search/conversation-search.svelte.ts';
import type { Settings } from './settings.svelte.ts';

export interface LatePartsOptions {
  preferences: Preferences;
  settings: Settings;
  conversations: Conversations;
  engine: Engine;
  /** Starts the worker that takes a PDF apart. */
  spawnPdfWorker: () => Result<Worker>;
}

/** The parts whose code comes when they are first asked for. */
export class LateParts {
  readonly #options: LatePartsOptions;
  #search: Promise<ConversationSearch> | null = null;
  #attachments = $state.raw<Attachments | null>(null);
  #prompts = $state.raw<PromptLibrary | null>(null);

  constructor(options: LatePartsOptions) {
    this.#options = options;
  }

  /** The search over titles and texts. */
  async loadSearch(): Promise<ConversationSearch> {
    this.#search ??= import('./search/conversation-search.svelte.ts').then(
      ({ ConversationSearch }) => new ConversationSearch(this.#options.conversations),
    );
    // where its code could not be had, it is asked for again
    this.#search.catch(() => (this.#search = null));
    return this.#search;
  }

  /** Files beside unsent questions; null until there was one. */
  get attachments(): Attachments | null {
    return this.#attachments;
  }

  /** As `attachments`, with their code. */
  async loadAttachments(): Promise<Attachments> {
    const { spawnPdfWorker, settings, engine } = this.#options;
    const { Attachments } = await import('./attachments.svelte.ts');
    this.#attachments ??= new Attachments({
      spawnPdfWorker,
      language: () => settings.language,
      countTokens: (texts) => engine.countTokens(texts),
    });
    return this.#attachments;
  }

  async loadPrompts(): Promise<PromptLibrary> {
    const { PromptLibrary } = await import('./prompt-library.svelte.ts');
    this.#prompts ??= new PromptLibrary(this.#options.preferences);
    return this.#prompts;
  }

  /** Lets go of everything that was read from conversations or belongs to them. */
  forgetConversations(): void {
    this.#attachments?.clearAll();
    void this.#search?.then((search) => search.drop());
  }
}
