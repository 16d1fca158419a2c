/** One file of what a person chose. Nothing of it has been read, and nothing that it says of itself is believed. */
export interface SourceFile {
  /** Relative, with forward slashes. */
  path: string;
  /** As its container says; nobody has counted. */
  sizeBytes: number;
  /**
   * Writes all of it into a stream, which it closes. Rejects if it cannot be read, the stream refuses it, or the signal
   * is aborted.
   */
  pour: (into: WritableStream<Uint8Array>, signal: AbortSignal) => Promise<void>;
}

/** All files of what a person chose, by path. */
export interface ModelSource {
  files: ReadonlyMap<string, SourceFile>;
  /** What the person calls it; null if that is not known. */
  name: string | null;
}
