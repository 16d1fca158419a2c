import type { Model } from '../domain/catalogue.ts';
import type { Chat } from './chat.svelte.ts';
import type { Classifier } from './classifier.svelte.ts';
import type { Engine } from './engine.svelte.ts';
import type { Models } from './models.svelte.ts';
import type { Offline } from './offline.svelte.ts';
import type { OperatorPolicy } from './operator-policy.svelte.ts';
import type { Safety } from './safety.svelte.ts';

/** The one word for what the app is doing; also on the document element, as `data-app`. */
export type AppStatus =
  | 'starting'
  | 'needs-model'
  | 'loading'
  | 'ready'
  | 'generating'
  | 'recovering'
  | 'blocked'
  | 'failed';

/** What is missing before a person can chat without a network. */
export type OfflineGap = 'nothing' | 'support' | 'app' | 'model' | 'classifier';

/** What the app's status and its offline gap are read from. */
export interface StatusParts {
  chat: Chat;
  classifier: Classifier;
  engine: Engine;
  models: Models;
  offline: Offline;
  operator: OperatorPolicy;
  safety: Safety;
}

/**
 * The status of an app that has started.
 * @param chosen the model that is loaded or would be loaded next
 */
export function statusOf(parts: StatusParts, chosen: Model | null): AppStatus {
  const { engine, models } = parts;
  if (engine.gpuProblem) return 'blocked';
  switch (engine.state.type) {
    case 'absent': {
      const install = chosen ? models.installOf(chosen.id).type : 'absent';
      return install === 'downloading' ? 'loading' : 'needs-model';
    }
    case 'loading':
      return 'loading';
    case 'ready':
      return readinessOf(parts);
    case 'generating':
    case 'stopping':
      return 'generating';
    case 'recovering':
      return 'recovering';
    case 'elsewhere':
      return 'blocked';
    case 'failed':
      return 'failed';
  }
}

/** A model is not enough: what is asked and answered must be judged, unless the level is off. */
function readinessOf({ chat, classifier, operator, safety }: StatusParts): AppStatus {
  if (chat.isBusy) return 'generating';
  if (!operator.isSettled || safety.terms) return 'blocked';
  if (safety.changes === 'unreadable') return 'blocked';
  if (safety.canJudge) return 'ready';
  const { type } = classifier.state;
  return type === 'absent' || type === 'failed' ? 'blocked' : 'loading';
}

/** Why a person could not chat without a network now; `nothing` if every byte for it is here and verified. */
export function offlineGapOf(
  { classifier, models, offline, safety }: StatusParts,
  chosen: Model | null,
): OfflineGap {
  if (!offline.isSupported) return 'support';
  if (!offline.status?.hasShell) return 'app';
  if (!chosen || models.installOf(chosen.id).type !== 'installed') return 'model';
  if (!offline.status.hasEngine) return 'app';
  return safety.isOff || classifier.isInstalled ? 'nothing' : 'classifier';
}
