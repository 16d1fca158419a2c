import type { ChatOptions } from '@mlc-ai/web-llm';

/** The content of `mlc-chat-config.json`; WebLLM exports only the type of its partial overrides. */
export type ChatConfig = Required<ChatOptions>;

type ConversationTemplate = ChatConfig['conv_template'];

/**
 * Works around three defects of WebLLM 0.2.86.
 *
 * It fills its templates with `String.replace` and the text as replacement pattern: `$$` in a message becomes `$`, `$&`
 * becomes the placeholder's name, and the words `{function_string}` vanish. Role templates that only hold the message are
 * removed, so that nothing is replaced; the system message, which is always replaced into its template, is escaped.
 *
 * With a reused KV cache it feeds only the new question, so the separator that ends the reply before it never reaches the
 * model: `moveReplySeparator`.
 */
export function repairTemplate(template: ConversationTemplate): ConversationTemplate {
  const { role_templates: roleTemplates, ...rest } = moveReplySeparator(template);
  const repaired = { ...rest, system_message: escapeReplacement(template.system_message) };
  return hasTrivialRoleTemplates(roleTemplates)
    ? repaired
    : { ...repaired, ...(roleTemplates ? { role_templates: roleTemplates } : {}) };
}

/**
 * Lets each question begin with the separator that ends the turn before it, instead of each turn ending with its own. The
 * whole prompt stays the same, byte for byte, but now the part that is fed for a second question begins where the reply
 * ended. Only possible where a system turn ends with that separator too: the first question has to follow something.
 */
function moveReplySeparator(template: ConversationTemplate): ConversationTemplate {
  const { seps, roles, system_template: systemTemplate } = template;
  const questionSeparator = seps[0] ?? '';
  const replySeparator = seps.length > 1 ? (seps[1] ?? '') : questionSeparator;
  const movable =
    seps.length <= 2 &&
    replySeparator !== '' &&
    systemTemplate.endsWith(replySeparator) &&
    template.add_role_after_system_message !== false;
  if (!movable) return template;
  return {
    ...template,
    system_template: systemTemplate.slice(0, -replySeparator.length),
    roles: { ...roles, user: `${replySeparator}${roles.user}` },
    seps: [questionSeparator, ''],
  };
}

/** The text of one turn as WebLLM must be given it, so that exactly `text` reaches the model. */
export function escapeTurn(text: string, template: ConversationTemplate): string {
  return hasTrivialRoleTemplates(template.role_templates) ? text : escapeReplacement(text);
}

/** The system message as WebLLM must be given it: it always fills a template. */
export function escapeReplacement(text: string): string {
  // in a replacement pattern `$$` stands for one `$` (ECMA-262, GetSubstitution); here too, hence four
  return text.replace(/\$/gu, '$$$$');
}

function hasTrivialRoleTemplates(templates: ConversationTemplate['role_templates']): boolean {
  return (
    templates === undefined ||
    Object.entries(templates).every(([role, template]) => template === `{${role}_message}`)
  );
}
