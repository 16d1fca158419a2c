import type { AppError } from '../../src/domain/app-error.ts';
import type { ModelFile } from '../../src/domain/catalogue.ts';
import { readVerified } from '../../src/storage/weights/read-verified.ts';
import type { WeightStore } from '../../src/storage/weights/weight-store.ts';

/**
 * A host that does not exist (RFC 2606 reserves `.invalid`): WebLLM insists on absolute `https` addresses, and none of
 * them is ever requested.
 */
const MODEL_ORIGIN = 'https://model.invalid';

/** The folder that WebLLM is told a model lies in; it inserts `resolve/main/` by itself. */
export function modelAddress(modelId: string): string {
  return `${MODEL_ORIGIN}/${encodeURIComponent(modelId)}`;
}

export function fileAddress(modelId: string, path: string): string {
  return `${modelAddress(modelId)}/resolve/main/${path}`;
}

export interface VerifiedCaches {
  /** What WebLLM uses in place of the browser's `caches`. */
  caches: Pick<CacheStorage, 'open'>;
  /** Why a file was refused, if one was: WebLLM itself only knows that reading failed. */
  failure: () => AppError | null;
}

export interface VerifiedCachesOptions {
  modelId: string;
  files: readonly ModelFile[];
  store: WeightStore;
  /** Called after each file has been read and verified. */
  onRead: (file: ModelFile) => void;
}

/**
 * Answers WebLLM's cache look-ups from the verified store. Every byte is hashed again when it is read
 * (`readVerified`). Nothing can be added: this worker has no network.
 */
export function createVerifiedCaches(options: VerifiedCachesOptions): VerifiedCaches {
  const { modelId, store } = options;
  const filesByUrl = new Map(options.files.map((file) => [fileAddress(modelId, file.path), file]));
  let failure: AppError | null = null;
  const refuse = (error: AppError): never => {
    failure ??= error;
    throw new Error(`refused: ${error.type}`);
  };

  const read = async (file: ModelFile): Promise<Uint8Array<ArrayBuffer>> => {
    const bytes = await readVerified(store, modelId, file);
    if (!bytes.ok) return refuse(bytes.error);
    options.onRead(file);
    return bytes.value;
  };

  const cache = {
    async match(request: RequestInfo | URL): Promise<Response | undefined> {
      const file = filesByUrl.get(urlOf(request));
      return file && (await store.has(file.sha256))
        ? new StoredResponse(() => read(file))
        : undefined;
    },
    add(request: RequestInfo | URL): Promise<void> {
      const path = filesByUrl.get(urlOf(request))?.path ?? urlOf(request);
      return Promise.resolve().then(() => refuse({ type: 'model-incomplete', modelId, path }));
    },
    keys(): Promise<Request[]> {
      return Promise.resolve([...filesByUrl.keys()].map((url) => new Request(url)));
    },
    delete: () => Promise.resolve(false),
  };
  return {
    // WebLLM calls only these four methods of a cache (read in 0.2.86)
    caches: { open: () => Promise.resolve(cache as unknown as Cache) },
    failure: () => failure,
  };
}

/** A response whose body is read when it is asked for: WebLLM looks every file up twice and reads it once. */
class StoredResponse extends Response {
  readonly #read: () => Promise<Uint8Array<ArrayBuffer>>;

  constructor(read: () => Promise<Uint8Array<ArrayBuffer>>) {
    super(null);
    this.#read = read;
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.#read()).buffer;
  }

  override async json(): Promise<unknown> {
    return JSON.parse(new TextDecoder().decode(await this.#read()));
  }
}

function urlOf(request: RequestInfo | URL): string {
  return request instanceof Request ? request.url : String(request);
}
