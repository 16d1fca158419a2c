import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { send, type Fault, type HostedFile, type HostRequest } from './model-host-faults.ts';

export type { Fault, HostedFile, HostRequest } from './model-host-faults.ts';

export interface Repository {
  /** `ORG/REPO` */
  name: string;
  commit: string;
  files: ReadonlyMap<string, Uint8Array>;
  /** Files whose hash the host publishes. */
  published: (path: string) => boolean;
  /** Entries of one page of the file list. */
  pageEntries?: number;
}

/** A host of models on this machine that does what it is told, also wrongly, and notes what it is asked. */
export class ModelHost {
  readonly files = new Map<string, HostedFile>();
  requests: HostRequest[] = [];
  /** Called with each request before it is answered. */
  onRequest: (request: HostRequest) => void = () => undefined;
  readonly #faults = new Map<string, Fault[]>();
  readonly #always = new Map<string, Fault>();
  readonly #links = new Map<string, string>();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request: IncomingMessage, response: ServerResponse) =>
      this.#answer(request, response),
    );
  }

  static async start(): Promise<ModelHost> {
    const server = createServer();
    const host = new ModelHost(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return host;
  }

  /** Ends without a slash. */
  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Forgets files, faults and requests. */
  reset(): void {
    this.files.clear();
    this.#faults.clear();
    this.#always.clear();
    this.#links.clear();
    this.requests = [];
    this.onRequest = () => undefined;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Puts a file at a path such as `/model/a.bin`. Its ETag is made of its content unless another is given. */
  put(path: string, bytes: Uint8Array, options: Partial<Omit<HostedFile, 'bytes'>> = {}): void {
    const etag = `"${sha256Of(bytes).slice(0, 16)}"`;
    this.files.set(path, { bytes, etag, lastModified: null, ...options });
  }

  /** The next requests for a path fail as listed, one fault each; later ones are answered properly. */
  misbehave(path: string, ...faults: Fault[]): void {
    this.#faults.set(path, faults);
  }

  /** Every request for a path fails so. */
  misbehaveAlways(path: string, fault: Fault): void {
    this.#always.set(path, fault);
  }

  requestsFor(path: string): HostRequest[] {
    return this.requests.filter((request) => request.path === path);
  }

  /** Plays the interface of Hugging Face for a folder of files, at `main` and at its commit. */
  addRepository({ name, commit, files, published, pageEntries }: Repository): void {
    const entries = [...files].map(([path, bytes]) => ({
      type: 'file',
      path,
      size: bytes.byteLength,
      ...(published(path) ? { lfs: { oid: sha256Of(bytes), size: bytes.byteLength } } : {}),
    }));
    this.putJson(`/api/models/${name}/revision/main`, { sha: commit });
    this.putJson(`/api/models/${name}/revision/${commit}`, { sha: commit });
    const tree = `/api/models/${name}/tree/${commit}`;
    const size = pageEntries ?? Math.max(entries.length, 1);
    for (let page = 0; page === 0 || page * size < entries.length; page += 1) {
      const suffix = page === 0 ? '' : `&cursor=${page}`;
      const next =
        (page + 1) * size < entries.length
          ? `<${this.origin}${tree}?recursive=true&cursor=${page + 1}>; rel="next"`
          : null;
      this.putJson(
        `${tree}?recursive=true${suffix}`,
        entries.slice(page * size, (page + 1) * size),
        next,
      );
    }
    for (const [path, bytes] of files) {
      this.put(`/${name}/resolve/${commit}/${path}`, bytes);
      this.put(`/${name}/resolve/main/${path}`, bytes);
    }
  }

  putJson(path: string, value: unknown, link: string | null = null): void {
    this.put(path, new TextEncoder().encode(JSON.stringify(value)));
    if (link !== null) this.#links.set(path, link);
  }

  #answer(incoming: IncomingMessage, response: ServerResponse): void {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    response.setHeader(
      'Access-Control-Expose-Headers',
      'ETag, Content-Range, Retry-After, Accept-Ranges, Link',
    );
    if (incoming.method === 'OPTIONS') {
      response.setHeader('Access-Control-Allow-Headers', 'Range, If-Range');
      response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD');
      response.writeHead(204).end();
      return;
    }
    const path = incoming.url ?? '';
    const { range, 'if-range': ifRange } = incoming.headers;
    const request: HostRequest = {
      method: incoming.method ?? '',
      path,
      range: range ?? null,
      ifRange: typeof ifRange === 'string' ? ifRange : null,
      headers: incoming.headers,
    };
    this.requests.push(request);
    this.onRequest(request);
    const fault = this.#faults.get(path)?.shift() ?? this.#always.get(path) ?? { type: 'none' };
    const link = this.#links.get(path);
    if (link !== undefined) response.setHeader('Link', link);
    send(request, response, this.files.get(path), fault);
  }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
