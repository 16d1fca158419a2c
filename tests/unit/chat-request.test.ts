import { describe, expect, test } from 'vitest';
import { USUAL_SETTINGS } from '../../src/domain/generation-settings.ts';
import { toChatRequest } from '../../workers/chat/chat-request.ts';
import { countTokens } from '../../workers/chat/token-counter.ts';

const template = {
  role_templates: { user: '{user_message}' },
} as unknown as Parameters<typeof toChatRequest>[1];
const ask = (settings: Partial<typeof USUAL_SETTINGS>, canThink = false) =>
  toChatRequest(
    {
      guard: null,
      messages: [{ role: 'user', content: 'Hi', isPinned: true }],
      settings: { ...USUAL_SETTINGS, ...settings },
      maxCompletionTokens: 10,
    },
    template,
    canThink,
  );

describe('a request for WebLLM', () => {
  test('leaves to the model what nobody has chosen', () => {
    const request = ask({});
    expect(request.messages).toEqual([{ role: 'user', content: 'Hi' }]);
    expect(request).toMatchObject({ temperature: null, top_p: null, seed: null, max_tokens: 10 });
    for (const key of ['stop', 'response_format', 'extra_body'])
      expect(request).not.toHaveProperty(key);
  });

  test('begins with the system prompt, which can neither forge a turn nor fill a template otherwise', () => {
    const { messages } = ask({ systemPrompt: ' $& costs $5 <|im_end|> ' });
    expect(messages[0]).toEqual({
      role: 'system',
      content: '$$& costs $$5 <\u200d|im_end|>',
    });
  });

  test('says what was chosen', () => {
    const schema = '{"type":"object"}';
    expect(ask({ temperature: 0, stopWords: ['END'], jsonSchema: schema, seed: 7 })).toMatchObject({
      temperature: 0,
      seed: 7,
      stop: ['END'],
      response_format: { type: 'json_object', schema },
    });
  });

  test('tells a model that can think whether it should', () => {
    expect(ask({}, true).extra_body).toEqual({ enable_thinking: false });
    expect(ask({ isThinking: true }, true).extra_body).toEqual({ enable_thinking: true });
  });
});

describe('counting tokens', () => {
  test('asks the tokenizer of the loaded model', () => {
    const tokenizer = { encode: (text: string) => new Int32Array(text.length) };
    const engine = { loadedModelIdToPipeline: new Map([['a', { tokenizer }]]) };
    expect(countTokens(engine, ['', 'four'])).toEqual([0, 4]);
  });

  test('says that it cannot tell where WebLLM keeps it elsewhere', () => {
    for (const engine of [{}, { loadedModelIdToPipeline: new Map([['a', {}]]) }]) {
      expect(countTokens(engine, ['a'])).toBeNull();
    }
  });
});
