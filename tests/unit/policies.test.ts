import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { headersFile, headersFor } from '../../tools/site/policies.mjs';
import { caddySample, nginxSample } from '../../tools/site/server-samples.mjs';

function directive(path: string, name: string): string | undefined {
  const policy = headersFor(path)['Content-Security-Policy'] ?? '';
  return policy
    .split('; ')
    .find((part) => part.startsWith(`${name} `))
    ?.slice(name.length + 1);
}

describe('the security headers', () => {
  test('the page and the workers that see text may not connect to anything', () => {
    for (const path of [
      '/',
      '/index.html',
      '/anything',
      '/workers/chat-worker/chat-worker-x.js',
      '/workers/classify-worker/classify-worker-x.js',
      '/workers/pdf-worker/pdf-worker-x.js',
    ]) {
      expect(directive(path, 'connect-src')).toBe("'none'");
    }
  });

  test('only the download worker may fetch: from our own origin, over https, and from this device', () => {
    const path = '/workers/download-worker/download-worker-x.js';
    expect(directive(path, 'connect-src')).toBe(
      "'self' https: http://localhost:* http://127.0.0.1:*",
    );
    expect(headersFor(path)).not.toHaveProperty('Connection-Allowlist');
  });

  test('everything else is also confined where browsers know how', () => {
    for (const path of [
      '/',
      '/anything',
      '/workers/chat-worker/x.js',
      '/workers/classify-worker/x.js',
      '/workers/pdf-worker/x.js',
    ]) {
      expect(headersFor(path)['Connection-Allowlist']).toBe('(response-origin)');
    }
  });

  test('WebAssembly runs in the workers of the two models only, and nothing may evaluate text', () => {
    for (const name of ['chat-worker', 'classify-worker']) {
      expect(directive(`/workers/${name}/x.js`, 'script-src')).toBe("'self' 'wasm-unsafe-eval'");
    }
    for (const path of ['/', '/workers/download-worker/x.js', '/workers/pdf-worker/x.js']) {
      expect(directive(path, 'script-src')).toBe("'self'");
    }
  });

  test('the page has no HTML sink: Trusted Types are required', () => {
    expect(directive('/', 'require-trusted-types-for')).toBe("'script'");
  });

  test('files whose name carries a hash are kept, everything else is asked for again', () => {
    expect(headersFor('/assets/index-abc.js')['Cache-Control']).toContain('immutable');
    expect(headersFor('/')['Cache-Control']).toBe('no-cache');
    expect(headersFor('/models/m/params_shard_0.bin')['Cache-Control']).toBe('no-cache');
  });

  test('public/_headers is what the policies make of it', () => {
    expect(readFileSync('public/_headers', 'utf8')).toBe(headersFile());
  });

  test('the sample configurations are what the policies make of them', () => {
    expect(readFileSync('docs/servers/nginx.conf', 'utf8')).toBe(nginxSample());
    expect(readFileSync('docs/servers/Caddyfile', 'utf8')).toBe(caddySample());
  });

  test('no path of _headers gets two policies, because a host would enforce both', () => {
    const rules = headersFile().split('\n\n').slice(1);
    const withPolicy = rules.filter((rule) => rule.includes('Content-Security-Policy'));
    const paths = withPolicy.map((rule) => rule.split('\n', 1)[0] ?? '');
    for (const path of paths) {
      const prefix = path.replace(/\*$/u, '');
      const overlapping = paths.filter(
        (other) => other !== path && other.startsWith(prefix) && path.endsWith('*'),
      );
      expect(overlapping).toEqual([]);
    }
  });
});
