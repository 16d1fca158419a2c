import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { headersFor } from '../../tools/site/policies.mjs';

/** A host that serves the same files as another but sends none of our headers, as many static hosts do. */
export async function servePlainly(site: string): Promise<{ url: string; close: () => void }> {
  const ours = new Set(Object.keys(headersFor('/')).map((name) => name.toLowerCase()));
  const server = createServer((request, response) => {
    void fetch(new URL(request.url ?? '/', site)).then(async (answer) => {
      for (const [name, value] of answer.headers) {
        const isOfTransfer = ['content-length', 'transfer-encoding', 'connection'].includes(name);
        if (!ours.has(name) && !isOfTransfer) response.setHeader(name, value);
      }
      response.statusCode = answer.status;
      response.end(answer.status === 204 ? undefined : Buffer.from(await answer.arrayBuffer()));
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
