import { LANGUAGES, type Language } from '../../safety/classifier/heads.ts';

/** What is said in the language of the interface; in English where that is none of the layer's. */
export function inLanguage<T>(texts: Readonly<Record<Language, T>>, language: string): T {
  return texts[LANGUAGES.find((known) => known === language) ?? 'en'];
}
