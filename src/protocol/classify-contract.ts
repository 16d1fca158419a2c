import type { ModelFile } from '../domain/catalogue.ts';
import type { Classification, Side } from '../safety/index.ts';

/** What the classifier worker answers. */
export interface ClassifyContract {
  requests: {
    /** Loads the classifier from verified files and runs it once, so that the first text does not pay for that. */
    load: {
      request: { files: readonly ModelFile[] };
      item: never;
      reply: { version: string; loadMs: number };
    };
    /** Scores texts in order, one reply for all. Fails as a whole if the time runs out: nothing is half-judged. */
    classify: {
      request: ClassifyRequest;
      item: never;
      reply: readonly Classification[];
    };
    /** Serves another caller over this port, with the same requests. */
    connect: { request: { port: MessagePort }; item: never; reply: null };
    health: {
      request: null;
      item: never;
      reply: ClassifierHealth;
    };
  };
  events: Record<string, never>;
}

export interface ClassifyRequest {
  texts: readonly { text: string; side: Side }[];
  /** Counted from when the worker begins with this request, waiting for earlier ones included. Milliseconds. */
  timeoutMs: number;
}

/** What the worker knows of itself. Times are of the texts that it has scored, not of those that it remembered. */
export interface ClassifierHealth {
  version: string;
  scoredTexts: number;
  waitingRequests: number;
  /** Of the most recent windows; null before the first. Milliseconds. */
  medianWindowMs: number | null;
  slowestWindowMs: number | null;
}
