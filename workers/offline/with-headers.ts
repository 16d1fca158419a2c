import { headersFor } from '../../tools/site/policies.mjs';

/**
 * The response with the security headers that its path should have. What the host has set stands: a deployer may have
 * narrowed it.
 * @param path relative to the folder that the app lies in
 */
export function withHeaders(response: Response, path: string): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(headersFor(`/${path}`))) {
    if (!headers.has(name)) headers.set(name, value);
  }
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
