import type { AppError } from '../../domain/app-error.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { getLocale } from '../../i18n/paraglide/runtime.js';
import { formatBytes } from '../format.ts';

/** What a person can do about a problem: each is one button. */
export type ProblemAction =
  | 'reload-model'
  | 'reload-page'
  | 'download'
  | 'check-again'
  | 'manage-models'
  | 'try-again'
  | 'edit-message';

export interface ProblemCopy {
  /** What happened, what was kept, what to do. */
  sentence: string;
  action: ProblemAction;
  actionLabel: string;
  /** Shown folded, for a report. Never the only thing shown. */
  detail: string;
}

/** The one table from errors to words. `aborted` is what the person asked for and has no words. */
export function describeProblem(error: AppError): ProblemCopy | null {
  switch (error.type) {
    case 'gpu-unavailable':
      // with more words above the chat: EngineBanner.svelte
      if (error.reason === 'after-loss') {
        return { sentence: m.problem_gpu_lost(), ...RELOAD_MODEL(), detail: error.detail };
      }
      return {
        sentence: {
          'no-webgpu': m.problem_no_webgpu,
          'no-adapter': m.problem_no_adapter,
          'limits-too-low': m.problem_limits,
        }[error.reason](),
        ...CHECK_AGAIN(),
        detail: error.detail,
      };
    case 'gpu-lost':
      return { sentence: m.problem_gpu_lost(), ...RELOAD_MODEL(), detail: error.detail };
    case 'out-of-memory':
      return { sentence: m.problem_out_of_memory(), ...RELOAD_MODEL(), detail: error.detail };
    case 'worker-failed-to-start':
      return {
        sentence: m.problem_worker_start(),
        ...RELOAD_PAGE(),
        detail: `${error.worker}: ${error.detail}`,
      };
    case 'worker-died':
      if (error.worker === 'classify') return classifierStopped(error.detail);
      return { sentence: m.problem_worker_died(), ...RELOAD_MODEL(), detail: error.detail };
    case 'worker-unresponsive':
      if (error.worker === 'classify') return classifierStopped(`${Math.round(error.silentMs)} ms`);
      return {
        sentence: m.problem_worker_unresponsive(),
        ...RELOAD_MODEL(),
        detail: `${error.worker}: ${Math.round(error.silentMs)} ms`,
      };
    case 'protocol-mismatch':
      return {
        sentence: m.problem_protocol(),
        ...RELOAD_PAGE(),
        detail: `${error.expected} ≠ ${error.found}`,
      };
    case 'download-failed': {
      const { path, status, detail } = error;
      return {
        sentence:
          status !== null && status >= 400
            ? m.problem_download_missing({ path, status: String(status) })
            : m.problem_download({ path }),
        action: 'download',
        actionLabel: m.action_resume_download(),
        detail,
      };
    }
    case 'integrity-mismatch':
      return {
        sentence:
          error.stage === 'download'
            ? m.problem_integrity_download({ path: error.path })
            : m.problem_integrity_load({ path: error.path }),
        action: 'download',
        actionLabel: m.action_download_again(),
        detail: '',
      };
    case 'model-incomplete':
      return {
        sentence: m.problem_incomplete({ path: error.path }),
        action: 'download',
        actionLabel: m.action_download_again(),
        detail: '',
      };
    case 'model-unsupported':
      return {
        sentence: m.problem_unsupported(),
        action: 'manage-models',
        actionLabel: m.welcome_other(),
        detail: error.detail,
      };
    case 'quota-exceeded':
      return {
        sentence: describeQuota(error),
        action: 'manage-models',
        actionLabel: m.action_free_space(),
        detail: '',
      };
    case 'storage-unavailable':
      return { sentence: m.problem_storage(), ...RELOAD_PAGE(), detail: error.detail };
    case 'storage-newer':
      return { sentence: m.problem_storage_newer(), ...RELOAD_PAGE(), detail: '' };
    case 'storage-blocked':
      return { sentence: m.problem_storage_blocked(), ...TRY_AGAIN(), detail: '' };
    case 'storage-locked':
      return { sentence: m.problem_storage_locked(), ...RELOAD_PAGE(), detail: '' };
    case 'context-exceeded':
      return {
        sentence: m.problem_context({ tokens: String(error.contextWindowTokens) }),
        action: 'edit-message',
        actionLabel: m.action_edit_message(),
        detail: '',
      };
    case 'timed-out':
      return {
        sentence: m.problem_timed_out(),
        ...TRY_AGAIN(),
        detail: `${error.afterMs} ms`,
      };
    case 'unknown':
      return {
        sentence: m.problem_unknown(),
        ...TRY_AGAIN(),
        detail: error.detail,
      };
    case 'aborted':
      return null;
  }
}

/** With the figures that are known: how much is needed decides what a person deletes. */
function describeQuota({
  neededBytes,
  freeBytes = null,
}: Extract<AppError, { type: 'quota-exceeded' }>): string {
  if (neededBytes === null) return m.problem_quota();
  const needed = formatBytes(neededBytes, getLocale());
  return freeBytes === null
    ? m.problem_quota_needed({ needed })
    : m.problem_quota_free({ needed, free: formatBytes(freeBytes, getLocale()) });
}

function classifierStopped(detail: string): ProblemCopy {
  return {
    sentence: m.problem_classifier(),
    action: 'try-again',
    actionLabel: m.action_load_again(),
    detail,
  };
}

const CHECK_AGAIN = () => ({ action: 'check-again', actionLabel: m.action_check_again() }) as const;
const RELOAD_MODEL = () =>
  ({ action: 'reload-model', actionLabel: m.action_reload_model() }) as const;
const TRY_AGAIN = () => ({ action: 'try-again', actionLabel: m.action_try_again() }) as const;
const RELOAD_PAGE = () => ({ action: 'reload-page', actionLabel: m.action_reload_page() }) as const;
