import type { AppError } from './app-error.ts';

/** What a running download is doing at the moment. */
export type DownloadActivity =
  | { type: 'fetching' }
  /** The connection failed; `attempt` counts failures in a row, from 1. */
  | { type: 'retrying'; inMs: number; attempt: number }
  /** Another tab is downloading the same model. */
  | { type: 'waiting' };

/** Where one model's files are, on the way from where it comes from into this browser's store. */
export type InstallState =
  | { type: 'unknown' }
  /** `wasComplete`: it was once, so that something else than the person has removed files. */
  | { type: 'absent'; storedBytes: number; wasComplete: boolean }
  /** Waits for the download before it. */
  | { type: 'queued' }
  | {
      type: 'downloading';
      receivedBytes: number;
      /** Null as long as the size of a file is unknown. */
      totalBytes: number | null;
      bytesPerSecond: number;
      activity: DownloadActivity;
    }
  /** Its files are being read: they are checked, imported or exported. `fraction` from 0 to 1. */
  | { type: 'reading'; purpose: 'verify' | 'export'; fraction: number }
  | { type: 'installed' }
  | { type: 'failed'; error: AppError; storedBytes: number };
