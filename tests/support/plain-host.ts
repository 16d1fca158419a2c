import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A host of the build that another one serves. */
export interface PlainHost {
  url: string;
  close: () => void;
}

/** Serves the same files as another host but sends none of our headers, as many static hosts do. */
export function servePlainly(site: string): Promise<PlainHost> {
  return serveAgain(site, (page) => page);
}

/**
 * The same without any defence: no headers, and no policy in the page. What tests forbid must succeed here, or they would
 * prove nothing.
 */
export function serveUndefended(site: string): Promise<PlainHost> {
  return serveAgain(site, (page) => page.replace(POLICY_ELEMENT, ''));
}

const POLICY_ELEMENT = /<meta http-equiv="Content-Security-Policy"[^>]*>/u;

async function serveAgain(site: string, change: (page: string) => string): Promise<PlainHost> {
  const server = createServer((request, response) => {
    void fetch(new URL(request.url ?? '/', site)).then(async (answer) => {
      const body = Buffer.from(await answer.arrayBuffer());
      const type = answer.headers.get('content-type') ?? '';
      response.statusCode = answer.status;
      if (type !== '') response.setHeader('Content-Type', type);
      response.end(type.startsWith('text/html') ? change(body.toString()) : body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
