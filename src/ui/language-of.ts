import { detectLanguage } from '../safety/classifier/detect-language.ts';

/** What is judged of a text: its beginning. Characters. */
const JUDGED_CHARACTERS = 1_000;
/** Words that hardly any other language in Latin letters has, and hardly any English sentence lacks. */
const ENGLISH = /\b(?:the|and|of|to|is|are|you|that|with|what|how|this|it)\b/iu;

/**
 * The language of a text that a person or a model wrote, as the value of a `lang` attribute: which voice reads it and which
 * forms of a Han character are drawn. Empty, which says "unknown", where its letters do not tell: a wrong name is read worse
 * than none.
 */
export function languageOf(text: string): 'en' | 'ja' | 'ko' | 'zh' | '' {
  const beginning = text.slice(0, JUDGED_CHARACTERS);
  const detected = detectLanguage(beginning);
  return detected !== 'en' || ENGLISH.test(beginning) ? detected : '';
}

/**
 * The language of a conversation's title, as the value of a `lang` attribute: undefined where it has none. A few Chinese
 * characters alone are Japanese to somebody who reads Japanese.
 */
export function languageOfTitle(
  title: string,
  readerLanguage: string,
): ReturnType<typeof languageOf> | undefined {
  if (title === '') return undefined;
  const language = languageOf(title);
  return language === 'zh' && readerLanguage === 'ja' ? 'ja' : language;
}
