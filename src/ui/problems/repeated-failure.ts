import type { AppError } from '../../domain/app-error.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { ProblemAction, ProblemCopy } from './problem-copy.ts';

/** What a person reads when starting the engine again is not enough: advice that fits what it died of. */
export function describeRepeatedFailure(error: AppError): RepeatedFailure {
  const detail = 'detail' in error ? error.detail : '';
  switch (error.type) {
    case 'gpu-lost':
      return { sentence: m.problem_gpu_lost_again(), detail, ...CHOOSE_OR_RELOAD() };
    case 'out-of-memory':
      return { sentence: m.problem_out_of_memory_again(), detail, ...CHOOSE_OR_RELOAD() };
    case 'gpu-unavailable':
      // a reload that a page asks for does not lift the browser's ban (measured in Chromium 156), one by its button does
      return {
        sentence: m.problem_after_loss(),
        detail,
        action: 'reload-model',
        actionLabel: m.action_try_again(),
        secondary: null,
      };
    default:
      // a worker that ends again and again is the page's or the browser's trouble: a new page has a new one
      return {
        sentence: m.problem_worker_died_again(),
        detail,
        action: 'reload-page',
        actionLabel: m.action_reload_page(),
        secondary: null,
      };
  }
}

export interface RepeatedFailure extends ProblemCopy {
  secondary: { action: ProblemAction; label: string } | null;
}

const CHOOSE_OR_RELOAD = () =>
  ({
    action: 'manage-models',
    actionLabel: m.models(),
    secondary: { action: 'reload-model', label: m.action_reload_model() },
  }) as const;
