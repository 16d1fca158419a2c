import { describe, expect, it } from 'vitest';
import { headersFor } from '../../../tools/site/policies.mjs';
import { withHeaders } from '../../../workers/offline/with-headers.ts';

describe('withHeaders', () => {
  it('gives each path the headers that our server would send', () => {
    for (const path of ['index.html', 'workers/chat-worker/a.js', 'workers/download-worker/b.js']) {
      const { headers } = withHeaders(new Response(''), path);
      for (const [name, value] of Object.entries(headersFor(`/${path}`))) {
        expect(headers.get(name)).toBe(value);
      }
    }
  });

  it('leaves what the host has set: a deployer may have narrowed it', () => {
    const narrow = "default-src 'none'; connect-src 'self'";
    const served = new Response('', { headers: { 'Content-Security-Policy': narrow } });
    const { headers } = withHeaders(served, 'workers/download-worker/b.js');
    expect(headers.get('content-security-policy')).toBe(narrow);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });
});
