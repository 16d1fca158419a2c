/** What the page asks of the service worker. Answers come back on the port that was sent along. */
export type OfflineRequest =
  /** Take over from the release that is running, in all tabs. */
  | { type: 'activate' }
  /** The page has started: this release works. */
  | { type: 'confirm' }
  /** Keep the engine's code too, so that a model can be loaded without a network. */
  | { type: 'keep-engine' }
  | { type: 'status' }
  /** Gives text that another app has shared, once. */
  | { type: 'take-shared-text' };

/** What is kept of the release that is being served; every kept file has been verified by its SHA-256. */
export interface OfflineStatus {
  /** Names the build: the first twelve digits of a SHA-256 over all its files. */
  releaseId: string;
  hasShell: boolean;
  hasEngine: boolean;
}

export type OfflineReply =
  { type: 'done' } | { type: 'status'; status: OfflineStatus } | { type: 'text'; text: string };

export function isOfflineRequest(data: unknown): data is OfflineRequest {
  if (typeof data !== 'object' || data === null || !('type' in data)) return false;
  return ['activate', 'confirm', 'keep-engine', 'status', 'take-shared-text'].includes(
    String(data.type),
  );
}

export function isOfflineReply(data: unknown): data is OfflineReply {
  if (typeof data !== 'object' || data === null || !('type' in data)) return false;
  switch (data.type) {
    case 'done':
      return true;
    case 'status':
      return 'status' in data && typeof data.status === 'object' && data.status !== null;
    case 'text':
      return 'text' in data && typeof data.text === 'string';
    default:
      return false;
  }
}
