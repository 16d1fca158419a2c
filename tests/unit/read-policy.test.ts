import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPolicy } from '../../workers/download/read-policy.ts';

let server: Server;
let baseUrl: string;
let requested: string[] = [];
let answer: (response: ServerResponse) => void;

beforeAll(async () => {
  server = createServer((request, response) => {
    requested.push(request.url ?? '');
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/deep/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function read(give: (response: ServerResponse) => void, timeoutMs?: number) {
  requested = [];
  answer = give;
  return readPolicy(baseUrl, new AbortController().signal, timeoutMs);
}

test('the policy is read from beside the page', async () => {
  const document = '{"schemaVersion":1}';
  expect(await read((response) => response.end(document))).toEqual({ ok: true, value: document });
  expect(requested).toEqual(['/deep/mamori.policy.json']);
});

describe('a site has no policy', () => {
  test.each([204, 404, 410])('if it answers %i', async (status) => {
    const result = await read((response) => response.writeHead(status).end());
    expect(result).toEqual({ ok: true, value: null });
  });

  test('if it answers every address with its page', async () => {
    const result = await read((response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('\n<!doctype html><p>Mamori'),
    );
    expect(result).toEqual({ ok: true, value: null });
  });
});

describe('a policy may exist and cannot be known', () => {
  test.each([403, 500, 503])('if the site answers %i', async (status) => {
    const result = await read((response) => response.writeHead(status).end());
    expect(result).toMatchObject({ ok: false, error: { type: 'download-failed', status } });
  });

  test('if it sends the reader elsewhere', async () => {
    const result = await read((response) => response.writeHead(302, { location: '/none' }).end());
    expect(result).toMatchObject({ ok: false, error: { type: 'download-failed' } });
  });

  test('if the file is larger than any policy', async () => {
    const result = await read((response) => response.end('x'.repeat(2_000_001)));
    expect(result).toMatchObject({ ok: false, error: { type: 'download-failed' } });
  });

  test('if the connection breaks', async () => {
    const result = await read((response) => response.destroy());
    expect(result).toMatchObject({ ok: false, error: { type: 'download-failed', status: null } });
  });

  test.each([
    ['never answers', () => undefined],
    ['stops in the middle of it', (response: ServerResponse) => void response.write('{"sch')],
  ])('if the site %s', async (_, give) => {
    expect(await read(give, 100)).toEqual({
      ok: false,
      error: { type: 'timed-out', afterMs: 100 },
    });
  });
});
