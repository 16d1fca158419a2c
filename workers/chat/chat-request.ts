import type { ChatCompletionRequestStreaming, ChatOptions } from '@mlc-ai/web-llm';
import type { GenerationSettings } from '../../src/domain/generation-settings.ts';
import { neutraliseSpecialTokens } from '../../src/domain/prompt.ts';
import type { GenerateRequest } from '../../src/protocol/chat-contract.ts';
import { escapeReplacement, escapeTurn } from './prompt-template.ts';

/** A request as WebLLM takes it. `canThink`: the model writes its thoughts before its reply unless it is told not to. */
export function toChatRequest(
  { messages, settings, maxCompletionTokens }: GenerateRequest,
  template: Required<ChatOptions>['conv_template'],
  canThink: boolean,
): ChatCompletionRequestStreaming {
  const systemPrompt = neutraliseSpecialTokens(settings.systemPrompt.trim());
  return {
    messages: [
      // without one, the model's own stands
      ...(systemPrompt === ''
        ? []
        : [{ role: 'system' as const, content: escapeReplacement(systemPrompt) }]),
      ...messages.map(({ role, content }) => ({ role, content: escapeTurn(content, template) })),
    ],
    max_tokens: maxCompletionTokens,
    temperature: settings.temperature,
    top_p: settings.topP,
    repetition_penalty: settings.repetitionPenalty,
    frequency_penalty: settings.frequencyPenalty,
    presence_penalty: settings.presencePenalty,
    seed: settings.seed,
    ...(settings.stopWords.length > 0 ? { stop: [...settings.stopWords] } : {}),
    ...toResponseFormat(settings),
    ...(canThink ? { extra_body: { enable_thinking: settings.isThinking } } : {}),
    stream: true,
    stream_options: { include_usage: true },
  };
}

function toResponseFormat({
  jsonSchema,
}: GenerationSettings): Pick<ChatCompletionRequestStreaming, 'response_format'> {
  return jsonSchema === null
    ? {}
    : { response_format: { type: 'json_object', schema: jsonSchema } };
}
