import { m } from '../../i18n/paraglide/messages.js';

/** Prompts to begin with, in the person's language. */
export function samplePrompts(): readonly { title: string; text: string }[] {
  const text = asVariable(m.sample_variable_text());
  const language = asVariable(m.sample_variable_language());
  const topic = asVariable(m.sample_variable_topic());
  const audience = asVariable(m.sample_variable_audience());
  return [
    { title: m.sample_summarise_title(), text: m.sample_summarise({ audience, text }) },
    { title: m.sample_translate_title(), text: m.sample_translate({ language, text }) },
    { title: m.sample_correct_title(), text: m.sample_correct({ text }) },
    { title: m.sample_explain_title(), text: m.sample_explain({ topic, audience }) },
  ];
}

/** As a variable is written in a prompt. */
export function asVariable(name: string): string {
  return `{{${name}}}`;
}
