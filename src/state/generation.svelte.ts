import {
  NUMBER_RANGES,
  resolveSettings,
  USUAL_SETTINGS,
  differingSettings,
} from '../domain/generation-settings.ts';
import type { GenerationSettings, NumberSetting, Persona } from '../domain/generation-settings.ts';
import type { Sampling } from '../domain/conversation.ts';
import type { Preferences } from '../storage/preferences.ts';
import type { Conversations } from './conversations.svelte.ts';

/** How replies are written: for all conversations, for one, and as personas to begin with. */
export class Generation {
  readonly #preferences: Preferences;
  readonly #conversations: Conversations;
  #defaults = $state.raw<GenerationSettings>(USUAL_SETTINGS);
  #personas = $state.raw<readonly Persona[]>([]);

  constructor(preferences: Preferences, conversations: Conversations) {
    this.#preferences = preferences;
    this.#conversations = conversations;
  }

  /** Reads what was chosen before. */
  async start(): Promise<void> {
    const stored = this.#preferences.read('generation');
    const personas = this.#preferences.read('personas');
    // most people choose nothing: what would read it is then not needed
    if (stored === null && personas === null) return;
    const { readPersonas, readSettings } = await import('../storage/generation/settings-schema.ts');
    this.#defaults = readSettings(stored);
    this.#personas = readPersonas(personas);
  }

  /** For conversations that say nothing else. */
  get defaults(): GenerationSettings {
    return this.#defaults;
  }

  get personas(): readonly Persona[] {
    return this.#personas;
  }

  /** Those of the open conversation, or of the one that would begin now. */
  get current(): GenerationSettings {
    return resolveSettings(this.#defaults, this.#conversations.ownSettings);
  }

  setDefaults(settings: GenerationSettings): void {
    this.#defaults = settings;
    const differing = differingSettings(settings, USUAL_SETTINGS);
    const isUsual = Object.keys(differing).length === 0;
    this.#preferences.write('generation', isUsual ? '' : JSON.stringify(differing));
  }

  /** Holds for the open conversation, or for the one that would begin now. */
  async setCurrent(settings: GenerationSettings): Promise<void> {
    await this.#conversations.setSettings(differingSettings(settings, this.#defaults));
  }

  savePersona(name: string, settings: GenerationSettings): void {
    const known = this.#personas.find((persona) => persona.name === name);
    const persona = { id: known?.id ?? crypto.randomUUID(), name, settings };
    this.#setPersonas([...this.#personas.filter(({ id }) => id !== persona.id), persona]);
  }

  removePersona(id: string): void {
    this.#setPersonas(this.#personas.filter((persona) => persona.id !== id));
  }

  #setPersonas(personas: readonly Persona[]): void {
    this.#personas = [...personas].sort((a, b) => a.name.localeCompare(b.name));
    this.#preferences.write('personas', personas.length > 0 ? JSON.stringify(this.#personas) : '');
  }
}

/** What of the settings is noted with the reply that they shaped. */
export function toSampling(settings: GenerationSettings): Sampling {
  const numbers = (Object.keys(NUMBER_RANGES) as NumberSetting[])
    .filter((key) => settings[key] !== null)
    .map((key) => [key, settings[key]] as const);
  const format = settings.jsonSchema === null ? {} : { jsonSchema: settings.jsonSchema };
  return { ...Object.fromEntries(numbers), ...format };
}
