import type { ChatOptions } from '@mlc-ai/web-llm';

/** The content of `mlc-chat-config.json`; WebLLM exports only the type of its partial overrides. */
export type ChatConfig = Required<ChatOptions>;

type ConversationTemplate = ChatConfig['conv_template'];

/**
 * Works around two defects of WebLLM 0.2.86, which fills its templates with `String.replace` and the text as replacement
 * pattern: `$$` in a message becomes `$`, `$&` becomes the placeholder's name, and the words `{function_string}` vanish.
 * Role templates that only hold the message are removed, so that nothing is replaced; the system message, which is
 * always replaced into its template, is escaped.
 */
export function repairTemplate(template: ConversationTemplate): ConversationTemplate {
  const { role_templates: roleTemplates, ...rest } = template;
  const repaired = { ...rest, system_message: escapeReplacement(template.system_message) };
  return hasTrivialRoleTemplates(roleTemplates)
    ? repaired
    : { ...repaired, ...(roleTemplates ? { role_templates: roleTemplates } : {}) };
}

/** The text of one turn as WebLLM must be given it, so that exactly `text` reaches the model. */
export function escapeTurn(text: string, template: ConversationTemplate): string {
  return hasTrivialRoleTemplates(template.role_templates) ? text : escapeReplacement(text);
}

function escapeReplacement(text: string): string {
  // in a replacement pattern `$$` stands for one `$` (ECMA-262, GetSubstitution); here too, hence four
  return text.replace(/\$/gu, '$$$$');
}

function hasTrivialRoleTemplates(templates: ConversationTemplate['role_templates']): boolean {
  return (
    templates === undefined ||
    Object.entries(templates).every(([role, template]) => template === `{${role}_message}`)
  );
}
