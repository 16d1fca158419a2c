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
  | { type: 'recovering'; modelId: string }
  | { type: 'failed'; modelId: string | null; error: AppError };

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
    case 'failed':
      return null;
  }
}
