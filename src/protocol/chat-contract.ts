import type { AppError } from '../domain/app-error.ts';
import type { ModelFile } from '../domain/catalogue.ts';
import type { Usage } from '../domain/conversation.ts';
import type { LoadPhase } from '../domain/engine-state.ts';
import type { PromptMessage } from '../domain/prompt.ts';

/** What the chat worker answers. */
export interface ChatContract {
  requests: {
    /** Loads a model whose files are all in the store; they are verified while they are read. */
    load: {
      request: { modelId: string; files: readonly ModelFile[] };
      item: LoadProgress;
      reply: { contextWindowTokens: number };
    };
    /** Generates one reply. Items carry text in order; their concatenation is the reply. */
    generate: {
      request: GenerateRequest;
      item: { text: string };
      reply: GenerateReply;
    };
  };
  events: {
    /** The GPU device went away: the engine in this worker is dead although the worker lives. */
    'device-lost': { error: AppError };
  };
}

/** `fraction` runs from 0 to 1 within a phase. */
export interface LoadProgress {
  phase: LoadPhase;
  fraction: number;
}

export interface GenerateRequest {
  messages: readonly PromptMessage[];
  maxCompletionTokens: number;
}

export interface GenerateReply {
  end: 'complete' | 'stopped' | 'length-limited';
  usage: Usage | null;
  droppedMessages: number;
}
