/**
 * Everything that can go wrong, as plain data: it crosses worker ports and is stored. `detail` is for
 * diagnostics only; what a person reads is chosen by `type` in one table of the user interface.
 */
export type AppError =
  | {
      type: 'gpu-unavailable';
      /** `after-loss`: the browser gives this page none for some minutes, because the GPU process has crashed twice. */
      reason: 'no-webgpu' | 'no-adapter' | 'limits-too-low' | 'after-loss';
      detail: string;
    }
  | { type: 'gpu-lost'; detail: string }
  | { type: 'out-of-memory'; detail: string }
  | { type: 'worker-failed-to-start'; worker: WorkerName; detail: string }
  | { type: 'worker-died'; worker: WorkerName; detail: string }
  | { type: 'worker-unresponsive'; worker: WorkerName; silentMs: number }
  | { type: 'protocol-mismatch'; expected: number; found: number }
  | { type: 'download-failed'; path: string; status: number | null; detail: string }
  | { type: 'integrity-mismatch'; modelId: string; path: string; stage: 'download' | 'load' }
  | { type: 'model-incomplete'; modelId: string; path: string }
  /** The model cannot run here, or what is offered is none. */
  | { type: 'model-unsupported'; detail: string }
  /** Bytes; `freeBytes` is an upper bound, null where nobody knows. */
  | { type: 'quota-exceeded'; neededBytes: number | null; freeBytes?: number | null }
  | { type: 'storage-unavailable'; detail: string }
  /** A newer release of Mamori has changed how things are stored; this one can neither read nor write them. */
  | { type: 'storage-newer' }
  /** Another tab holds what this release must change before it can go on. */
  | { type: 'storage-blocked' }
  /** Conversations are encrypted, and this tab has not got the key, or no longer the right one. */
  | { type: 'storage-locked' }
  | { type: 'context-exceeded'; contextWindowTokens: number }
  | { type: 'timed-out'; afterMs: number }
  | { type: 'aborted' }
  | { type: 'unknown'; detail: string };

export type WorkerName = 'chat' | 'download' | 'classify' | 'pdf';

export type AppErrorType = AppError['type'];

const TYPES: ReadonlySet<string> = new Set<AppErrorType>([
  'gpu-unavailable',
  'gpu-lost',
  'out-of-memory',
  'worker-failed-to-start',
  'worker-died',
  'worker-unresponsive',
  'protocol-mismatch',
  'download-failed',
  'integrity-mismatch',
  'model-incomplete',
  'model-unsupported',
  'quota-exceeded',
  'storage-unavailable',
  'storage-newer',
  'storage-blocked',
  'storage-locked',
  'context-exceeded',
  'timed-out',
  'aborted',
  'unknown',
]);

export function isAppError(value: unknown): value is AppError {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    TYPES.has(value.type)
  );
}

/**
 * Turns anything that was thrown into an `AppError`. Only `name` is trusted to classify, never message text: names are
 * part of the web platform's contract, messages are not.
 */
export function toAppError(thrown: unknown): AppError {
  if (isAppError(thrown)) return thrown;
  const name = readString(thrown, 'name');
  const detail = describe(thrown);
  switch (name) {
    case 'AbortError':
      return { type: 'aborted' };
    case 'QuotaExceededError':
      return { type: 'quota-exceeded', neededBytes: null };
    case 'InvalidStateError':
    case 'SecurityError':
      return { type: 'storage-unavailable', detail };
    case 'VersionError':
      return { type: 'storage-newer' };
    case 'WebGPUNotAvailableError':
    case 'WebGPUNotFoundError':
      return { type: 'gpu-unavailable', reason: 'no-webgpu', detail };
    case 'DeviceLostError':
      return { type: 'gpu-lost', detail };
    default:
      return { type: 'unknown', detail };
  }
}

/** Like `toAppError`, for what a store throws: whatever is not a known error means that the store cannot be used. */
export function toStorageError(thrown: unknown): AppError {
  const error = toAppError(thrown);
  return error.type === 'unknown' ? { type: 'storage-unavailable', detail: error.detail } : error;
}

/** The name and message of something thrown, for diagnostics. */
export function describe(thrown: unknown): string {
  const name = readString(thrown, 'name');
  const message = readString(thrown, 'message') ?? String(thrown);
  return name ? `${name}: ${message}` : message;
}

function readString(value: unknown, key: 'name' | 'message'): string | undefined {
  if (typeof value !== 'object' || value === null || !(key in value)) return undefined;
  const found: unknown = (value as Record<typeof key, unknown>)[key];
  return typeof found === 'string' ? found : undefined;
}
