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
      const { user } = repaired.roles as { user: string };
      expect(filled + user).toBe(`<|im_start|>system\n${message}<|im_end|>\n<|im_start|>user`);
    }),
  );
});

describe('the end of a reply in a reused KV cache', () => {
  /** The whole prompt as WebLLM 0.2.86 writes it: each role, its text, then `seps` in turn. */
  function wholePrompt(texts: readonly string[], template: Template): string {
    const { roles, seps } = template;
    const turns = texts.map((text, index) => {
      const role = index % 2 === 0 ? roles['user'] : roles['assistant'];
      return `${role ?? ''}\n${text}${seps[index % seps.length] ?? ''}`;
    });
    const system = template.system_template.replace('{system_message}', template.system_message);
    return `${system}${turns.join('')}${roles['assistant'] ?? ''}\n`;
  }

  /** What WebLLM feeds for a second question (`getPromptArrayLastRound`): not a byte of what is before it. */
  function lastRound(text: string, template: Template): string {
    const { roles, seps } = template;
    return `${roles['user'] ?? ''}\n${text}${seps[0] ?? ''}${roles['assistant'] ?? ''}\n`;
  }

  test('without the repair, the token that ends a reply is never fed', () => {
    const fed = wholePrompt(['Hi'], base) + 'Hello.' + lastRound('And?', base);
    expect(fed).not.toBe(wholePrompt(['Hi', 'Hello.', 'And?'], base));
    expect(fed).toContain('Hello.<|im_start|>user');
  });

  test('with it, a conversation fed turn by turn is the same prompt as one fed whole', () => {
    const repaired = repairTemplate(base);
    const fed = wholePrompt(['Hi'], repaired) + 'Hello.' + lastRound('And?', repaired);
    expect(fed).toBe(wholePrompt(['Hi', 'Hello.', 'And?'], base));
  });

  test('the whole prompt itself does not change, however many turns there are', () => {
    const turns = fc
      .array(fc.string(), { minLength: 1, maxLength: 9 })
      .filter(({ length }) => length % 2 === 1);
    fc.assert(
      fc.property(turns, (texts) => {
        expect(wholePrompt(texts, repairTemplate(base))).toBe(wholePrompt(texts, base));
      }),
    );
  });

  test.each([
    [
      'has no system message to move the separator from',
      { system_message: '', system_template: '{system_message}' },
    ],
    ['already has none after a reply', { seps: ['<|im_end|>\n', ''] }],
    ['puts the first question into the system turn', { add_role_after_system_message: false }],
  ])('a template that %s is left alone', (_case, changes) => {
    const template = { ...base, ...changes } as unknown as Template;
    const { roles, seps, system_template } = repairTemplate(template);
    expect({ roles, seps, system_template }).toEqual({
      roles: template.roles,
      seps: template.seps,
      system_template: template.system_template,
    });
  });
});
