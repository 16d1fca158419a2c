import type { AppError } from './app-error.ts';

/** Where one model's files are, on the way from its origin into this browser's store. */
export type InstallState =
  | { type: 'unknown' }
  | { type: 'absent'; storedBytes: number }
  | { type: 'downloading'; receivedBytes: number; totalBytes: number; bytesPerSecond: number }
  | { type: 'installed' }
  | { type: 'failed'; error: AppError; storedBytes: number };
