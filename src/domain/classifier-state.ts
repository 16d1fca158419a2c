import type { AppError } from './app-error.ts';

/** Where the safety classifier is, from its origin to a worker that scores texts. */
export type ClassifierState =
  | { type: 'unknown' }
  | { type: 'absent'; storedBytes: number }
  | { type: 'downloading'; receivedBytes: number; totalBytes: number }
  | { type: 'loading' }
  | { type: 'ready'; version: string; loadMs: number }
  | { type: 'failed'; error: AppError };
