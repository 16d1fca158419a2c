import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeTurn, repairTemplate } from '../../workers/chat/prompt-template.ts';

type Template = Parameters<typeof repairTemplate>[0];

const base = {
  system_template: '<|im_start|>system\n{system_message}<|im_end|>\n',
  system_message: 'Be kind.',
  roles: { user: '<|im_start|>user', assistant: '<|im_start|>assistant' },
  role_templates: {
    user: '{user_message}',
    assistant: '{assistant_message}',
    tool: '{tool_message}',
  },
  seps: ['<|im_end|>\n'],
} as unknown as Template;

/** What WebLLM 0.2.86 does with one turn (`getPromptArrayInternal`): replace, then delete `{function_string}`. */
function fillAsWebLlm(text: string, template: Template): string {
  const filled = template.role_templates?.['user'];
  if (filled === undefined) return text;
  return filled.replace('{user_message}', text).replace('{function_string}', '');
}

const hostile = fc
  .array(
    fc.constantFrom(
      '$',
      '$$',
      '$&',
      '$1',
      '$`',
      "$'",
      '{function_string}',
      '{user_message}',
      'a',
      '\n',
    ),
  )
  .map((parts) => parts.join(''));

describe('role templates', () => {
  test('without the repair, dollars and placeholders are mangled', () => {
    expect(fillAsWebLlm('$$ $&', base)).toBe('$ {user_message}');
  });

  test('any text reaches the model unchanged through a trivial template', () => {
    const repaired = repairTemplate(base);
    fc.assert(
      fc.property(hostile, (text) => {
        expect(fillAsWebLlm(escapeTurn(text, base), repaired)).toBe(text);
      }),
    );
  });

  test('dollars reach the model unchanged through a template that must stay', () => {
    const template = {
      ...base,
      role_templates: { user: 'Q: {user_message} {function_string}' },
    } as Template;
    const repaired = repairTemplate(template);
    expect(repaired.role_templates).toEqual(template.role_templates);
    expect(fillAsWebLlm(escapeTurn('$& costs $$5', template), repaired)).toBe('Q: $& costs $$5 ');
  });
});

test('dollars in the system message reach the model unchanged', () => {
  fc.assert(
    fc.property(hostile, (message) => {
      const repaired = repairTemplate({ ...base, system_message: message });
      const filled = repaired.system_template.replace('{system_message}', repaired.system_message);
      expect(filled).toBe(`<|im_start|>system\n${message}<|im_end|>\n`);
    }),
  );
});
