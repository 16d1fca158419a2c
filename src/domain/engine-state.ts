import type { AppError } from './app-error.ts';

/** What the loading of a model is doing, in the order in which it happens. */
export type LoadPhase = 'starting' | 'verifying' | 'uploading' | 'compiling';

/** The one state of the engine. Every consumer switches over `type` exhaustively. */
export type EngineState =
  | { type: 'absent' }
  | { type: 'loading'; modelId: string; phase: LoadPhase; fraction: number }
  | { type: 'ready'; modelId: string }
  | { type: 'generating'; modelId: string }
  | { type: 'stopping'; modelId: string }
  /** It has died and is being started again, by itself. */
  | { type: 'recovering'; modelId: string; phase: LoadPhase; fraction: number }
  /** Another tab holds the model. `handover`: whether this tab has asked for it, and waits for a reply to end there. */
  | { type: 'elsewhere'; modelId: string; handover: 'none' | 'asked' | 'after-reply' }
  /** `isRepeated`: it has died again and again, so that starting it once more is not enough. */
  | { type: 'failed'; modelId: string | null; error: AppError; isRepeated: boolean };

/** The model that is in GPU memory and can answer, or null. */
export function loadedModelId(state: EngineState): string | null {
  switch (state.type) {
    case 'ready':
    case 'generating':
    case 'stopping':
      return state.modelId;
    case 'absent':
    case 'loading':
    case 'recovering':
    case 'elsewhere':
    case 'failed':
      return null;
  }
}

/** Whether the state itself says why nothing can be answered: then nobody else needs to. */
export function explainsItself(state: EngineState): boolean {
  return state.type === 'failed' || state.type === 'recovering' || state.type === 'elsewhere';
}
