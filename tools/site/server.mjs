// @ts-check
import { createServer } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import { headersFor } from './policies.mjs';

/** The deployer's policy, which may be there or not. */
const POLICY_PATH = 'mamori.policy.json';

/**
 * @typedef {object} SiteOptions
 * @property {string} dist folder of the production build
 * @property {string} models folder that holds one folder per model
 * @property {readonly string[]} modelIds the models that are offered; others are answered with 404
 * @property {number} port 0 for any free port
 * @property {string} [host] defaults to the loopback address
 * @property {string} [basePath] the folder of the host that the app lies in, from slash to slash; defaults to `/`
 */

/**
 * Serves the production build with its security headers.
 * @param {SiteOptions} options
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serveSite(options) {
  const { dist, models, modelIds, port, host = '127.0.0.1', basePath = '/' } = options;
  // `dev`: files are looked up at each request, so that a rebuilt site is served without a restart
  const site = sirv(dist, { dev: true, etag: true });
  const offered = new Map(
    modelIds.map((id) => [id, sirv(join(models, id), { dev: true, etag: true })]),
  );

  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
    const path = pathname.startsWith(basePath) ? pathname.slice(basePath.length) : null;
    for (const [name, value] of Object.entries(headersFor(`/${path ?? ''}`)))
      response.setHeader(name, value);
    const notFound = () => {
      // a site without a policy of its own is the ordinary case: no error on its visitors' consoles
      response.statusCode = path === POLICY_PATH ? 204 : 404;
      response.end(response.statusCode === 204 ? undefined : 'not found');
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.statusCode = 405;
      response.end('only GET and HEAD');
      return;
    }
    if (path === null) return notFound();
    const model = /^models\/([^/]+)(\/.*)$/u.exec(path);
    if (model) {
      const [, id = '', file = ''] = model;
      const serve = offered.get(id);
      if (!serve) return notFound();
      request.url = file;
      return serve(request, response, notFound);
    }
    request.url = `/${path}${search}`;
    site(request, response, notFound);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(undefined));
  });
  const address = server.address();
  const actualPort = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://${host === '127.0.0.1' ? 'localhost' : host}:${actualPort}${basePath}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
