import type { ModelFile } from '../domain/catalogue.ts';
import type { DownloadActivity } from '../domain/install-state.ts';
import type { ImportedModel } from '../domain/imported-model.ts';
import type { InspectedModel, RemoteFile } from '../domain/remote-model.ts';

/** What the download worker answers. Nothing that a person typed to a model can be expressed in it. */
export interface DownloadContract {
  requests: {
    /**
     * Fetches, verifies and stores every file that is not in the store yet. The reply names all files in the order of the
     * request, with the sizes and hashes that they really have in the store.
     */
    download: {
      request: { modelId: string; files: readonly RemoteFile[] };
      item: DownloadProgress;
      reply: readonly ModelFile[];
    };
    /** Reads which files a model's folder on a host has, before anything large is fetched. */
    inspect: {
      request: {
        folderUrl: string;
        /** The model library, if it does not lie beside the model. */
        libraryUrl: string | null;
      };
      item: never;
      reply: InspectedModel;
    };
    /** At least how many bytes an unfinished download of these files has stored. */
    measure: { request: { files: readonly RemoteFile[] }; item: never; reply: number };
    /**
     * Forgets what a cancelled download has left behind besides whole files. The reply names the whole files of it whose
     * hashes nobody else knows (trusted on first use): whoever knows the other models decides whether they go too.
     */
    discard: {
      request: { files: readonly RemoteFile[] };
      item: never;
      reply: readonly ModelFile[];
    };
    /** Takes a model from a folder or a zip of this machine: all that it needs is stored, or nothing is. */
    importModel: {
      request: { source: ImportSource };
      item: ByteProgress;
      reply: ImportedModel;
    };
    /** Packs a model's files, verified while they are read, into a zip that `importModel` takes. */
    exportModel: {
      request: {
        modelId: string;
        /** What the folder inside the zip is called, as far as it can be. */
        name: string;
        files: readonly ModelFile[];
      };
      item: ByteProgress;
      reply: Blob;
    };
    /** Reads and hashes every file. What is damaged is removed from the store, and named like what is missing. */
    verifyModel: {
      request: { modelId: string; files: readonly ModelFile[] };
      item: ByteProgress;
      reply: { damagedPaths: readonly string[] };
    };
    /** Loads what reads and writes archives, so that they can be imported and exported after the network is gone. */
    prepareArchives: { request: Record<string, never>; item: never; reply: null };
    /** Reads the deployer's policy from beside `index.html`; null if this site has none. */
    readPolicy: { request: { baseUrl: string }; item: never; reply: string | null };
  };
  events: Record<string, never>;
}

/** A file that a person chose. */
export interface ChosenFile {
  /** Relative to what was chosen, with forward slashes. */
  path: string;
  blob: Blob;
}

export type ImportSource =
  { type: 'files'; files: readonly ChosenFile[] } | { type: 'zip'; blob: Blob };

/** How far the reading of files has come. */
export interface ByteProgress {
  doneBytes: number;
  totalBytes: number;
}

export interface DownloadProgress {
  /** Stored files, parts that are used again, and what has arrived. Falls when a file has to start anew. */
  receivedBytes: number;
  /** Null as long as the size of a file is unknown. */
  totalBytes: number | null;
  state: DownloadActivity;
}
