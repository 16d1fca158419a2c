import type { ModelFile } from '../domain/catalogue.ts';

/** What the download worker answers. Nothing that a person typed can be expressed in it. */
export interface DownloadContract {
  requests: {
    /** Fetches, verifies and stores every file that is not in the store yet. */
    download: {
      request: { modelId: string; files: readonly ModelFile[]; baseUrl: string };
      item: DownloadProgress;
      reply: null;
    };
    /** Reads the deployer's policy from beside `index.html`; null if this site has none. */
    readPolicy: { request: { baseUrl: string }; item: never; reply: string | null };
  };
  events: Record<string, never>;
}

export interface DownloadProgress {
  receivedBytes: number;
  totalBytes: number;
}
