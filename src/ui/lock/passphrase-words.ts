import type { AppError } from '../../domain/app-error.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { PassphraseOutcome } from '../../state/vault.svelte.ts';
import { describeProblem } from '../problems/problem-copy.ts';

/** What was wrong, as a person reads it; empty if nothing was. */
export function describePassphraseFault(outcome: PassphraseOutcome): string {
  switch (outcome.type) {
    case 'done':
      return '';
    case 'wrong-passphrase':
      return m.lock_wrong();
    case 'wait':
      return m.lock_wait();
    case 'failed':
      return describeFailure(outcome.error);
  }
}

/** A store's error in a sentence; its way on is the form that was sent. */
export function describeFailure(error: AppError): string {
  return describeProblem(error)?.sentence ?? '';
}
