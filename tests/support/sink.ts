import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Somebody else's host: notes who calls, and answers so that nothing but our own defence could be in the way. */
export class Sink {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Paths that were asked for, without their slash; `webrtc` for a call that is no HTTP. */
  readonly reached = new Set<string>();

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', (data) => {
        const [, path] = /^[A-Z]+ \/([\w-]+)/u.exec(data.toString('latin1')) ?? [];
        this.reached.add(path ?? 'webrtc');
        if (path !== undefined) socket.end(ANSWER);
      });
    });
  }

  static async open(): Promise<Sink> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Sink(server);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

const ANSWER = [
  'HTTP/1.1 200 OK',
  'Access-Control-Allow-Origin: *',
  'Cross-Origin-Resource-Policy: cross-origin',
  'Content-Type: text/javascript',
  'Content-Length: 0',
  'Connection: close',
  '',
  '',
].join('\r\n');
