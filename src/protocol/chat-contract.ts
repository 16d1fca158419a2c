import type { AppError } from '../domain/app-error.ts';
import type { ModelFile } from '../domain/catalogue.ts';
import type { Usage } from '../domain/conversation.ts';
import type { LoadPhase } from '../domain/engine-state.ts';
import type { GenerationSettings } from '../domain/generation-settings.ts';
import type { PromptMessage } from '../domain/prompt.ts';
import type { Mask } from '../domain/verdict.ts';
import type { Decision, Policy } from '../safety/index.ts';

/** What the chat worker answers. */
export interface ChatContract {
  requests: {
    /** Loads a model whose files are all in the store; they are verified while they are read. */
    load: {
      request: {
        modelId: string;
        files: readonly ModelFile[];
        /** The KV cache is allocated for so many; null takes what the model says. */
        contextWindowTokens: number | null;
      };
      item: LoadProgress;
      reply: { contextWindowTokens: number };
    };
    /** Whether the worker lives and its GPU device is there: asked after a sleep. `lost` says why it is not. */
    check: { request: null; item: never; reply: { lost: AppError | null } };
    /**
     * Gives the worker its line to the classifier: text to be judged goes there directly and never through the page. Null
     * says that there is none to be had, so that nobody waits for it.
     */
    connectClassifier: { request: { port: MessagePort | null }; item: never; reply: null };
    /** How many tokens the loaded model makes of each text; null where that cannot be told. */
    countTokens: {
      request: { texts: readonly string[] };
      item: never;
      reply: { counts: readonly number[] | null };
    };
    /** Screens a question under a policy, before anything of it is stored or generated. */
    screen: {
      request: { text: string; policy: Policy; masks: readonly Mask[] };
      item: never;
      reply: ScreenReply;
    };
    /** Generates one reply. Items say how what may be shown of it changes. */
    generate: {
      request: GenerateRequest;
      item: ReplyItem;
      reply: GenerateReply;
    };
  };
  events: {
    /** The GPU device went away: the engine in this worker is dead although the worker lives. */
    'device-lost': { error: AppError };
    /** The classifier does not answer: a new line is awaited, and the reply is held until then. */
    'classifier-lost': { error: AppError };
  };
}

/** `fraction` runs from 0 to 1 within a phase. */
export interface LoadProgress {
  phase: LoadPhase;
  fraction: number;
}

/** What became of a question. */
export type ScreenReply =
  | ({
      type: 'passed';
      /** What may be stored and shown to the model. */
      text: string;
      watched: boolean;
    } & Judged)
  | ({
      type: 'stopped';
      /** What may be stored. */
      text: string;
      by: Decision;
    } & Judged);

/** Found in a text under a policy. */
export interface Judged {
  decisions: readonly Decision[];
  /** Those that the text brought. */
  masks: readonly Mask[];
  policyHash: string;
}

export type ReplyItem =
  | { type: 'text'; text: string }
  /** Only the first `length` UTF-16 units may stay. */
  | { type: 'retract'; length: number }
  /** Whether text is waiting for the classifier. */
  | { type: 'holding'; isHolding: boolean };

/** Under what a reply is released. */
export interface Guard {
  policy: Policy;
  /** Whether the question was near a limit. */
  watched: boolean;
  masks: readonly Mask[];
}

export interface GenerateRequest {
  /** Null is the level `off`: input, model, reader. */
  guard: Guard | null;
  messages: readonly PromptMessage[];
  settings: GenerationSettings;
  maxCompletionTokens: number;
}

/** How the engine ended a reply. */
export interface EngineReply {
  end: 'complete' | 'stopped' | 'length-limited';
  usage: Usage | null;
  droppedMessages: number;
}

/** How a reply ended for its reader. */
export interface GenerateReply extends Omit<EngineReply, 'end'> {
  end: EngineReply['end'] | 'blocked';
  /** What the guard made of the reply; null without one. */
  verdict: ReplyVerdict | null;
}

export interface ReplyVerdict extends Judged {
  by: Decision | null;
}
