import type { AppError } from '../../src/domain/app-error.ts';

/** What is offered is no model that can run here, and asking again would not change that. */
export function unsupported(detail: string): AppError {
  return { type: 'model-unsupported', detail };
}
