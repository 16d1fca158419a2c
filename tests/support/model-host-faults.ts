import type { IncomingMessage, ServerResponse } from 'node:http';

/** What goes wrong with one request. `ignoreRange` answers a question for a part with the whole file. */
export type Fault =
  | { type: 'none'; ignoreRange?: boolean }
  /** Breaks the connection after so many bytes of the body. */
  | { type: 'drop'; afterBytes: number; ignoreRange?: boolean }
  /** Ends the body cleanly after so many bytes, without having said how long it is. */
  | { type: 'short'; bytes: number }
  /** Sends some bytes too many. */
  | { type: 'long'; extraBytes: number }
  /** Changes one byte of the file. */
  | { type: 'flip'; at: number }
  | { type: 'status'; status: number; retryAfter?: string }
  /** `to` is absolute, or a path of this host. */
  | { type: 'redirect'; to: string }
  /** Sends so many bytes, and then nothing for ever. */
  | { type: 'stall'; afterBytes: number }
  /** Never more than `bytes` at a time. */
  | { type: 'drip'; bytes: number; everyMs: number }
  /** A page in place of the file; `plain` hides it behind a type of weights. */
  | { type: 'page'; plain?: boolean }
  /** Answers a question for a part with a part that begins elsewhere. */
  | { type: 'wrong-part' };

export interface HostRequest {
  method: string;
  path: string;
  range: string | null;
  ifRange: string | null;
  headers: IncomingMessage['headers'];
}

export interface HostedFile {
  bytes: Uint8Array;
  /** Null sends none. */
  etag: string | null;
  lastModified: string | null;
}

/** Answers one request as its fault says. */
export function send(
  request: HostRequest,
  response: ServerResponse,
  file: HostedFile | undefined,
  fault: Fault,
): void {
  switch (fault.type) {
    case 'status':
      if (fault.retryAfter !== undefined) response.setHeader('Retry-After', fault.retryAfter);
      response.writeHead(fault.status).end('no');
      return;
    case 'redirect':
      response.writeHead(302, { location: fault.to }).end();
      return;
    case 'page':
      response.setHeader('Content-Type', fault.plain ? 'application/octet-stream' : 'text/html');
      response.end('\n<!DOCTYPE html><title>Not found</title>');
      return;
    default:
      if (file) sendFile(request, response, file, fault);
      else response.writeHead(404).end('not here');
  }
}

type BodyFault = Exclude<Fault, { type: 'status' | 'redirect' | 'page' }>;

function sendFile(
  request: HostRequest,
  response: ServerResponse,
  { bytes, etag, lastModified }: HostedFile,
  fault: BodyFault,
): void {
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('Content-Type', 'application/octet-stream');
  if (etag !== null) response.setHeader('ETag', etag);
  if (lastModified !== null) response.setHeader('Last-Modified', lastModified);
  const ignoreRange = 'ignoreRange' in fault && fault.ignoreRange === true;
  const from = ignoreRange ? null : startOf(request, etag);
  if (from !== null && from >= bytes.byteLength) {
    response.writeHead(416, { 'Content-Range': `bytes */${bytes.byteLength}` }).end();
    return;
  }
  const sent = fault.type === 'wrong-part' && from !== null ? from + 1 : from;
  const body = Buffer.from(bytes.subarray(sent ?? 0));
  if (sent !== null) {
    const last = bytes.byteLength - 1;
    response.setHeader('Content-Range', `bytes ${sent}-${last}/${bytes.byteLength}`);
  }
  response.statusCode = sent === null ? 200 : 206;
  // without a length, the body is chunked and its end gives nothing away
  if (fault.type !== 'short' && fault.type !== 'long') {
    response.setHeader('Content-Length', body.byteLength);
  }
  if (request.method === 'HEAD') response.end();
  else sendBody(response, body, sent ?? 0, fault);
}

function sendBody(response: ServerResponse, body: Buffer, from: number, fault: BodyFault): void {
  switch (fault.type) {
    case 'none':
    case 'wrong-part':
      response.end(body);
      return;
    case 'flip': {
      const at = fault.at - from;
      if (at >= 0 && at < body.byteLength) body[at] = (body[at] ?? 0) ^ 1;
      response.end(body);
      return;
    }
    case 'drop':
      response.flushHeaders();
      response.write(body.subarray(0, fault.afterBytes), () =>
        // what is written must reach the other side before the connection is gone
        setTimeout(() => response.destroy(), 10),
      );
      return;
    case 'stall':
      response.flushHeaders();
      response.write(body.subarray(0, fault.afterBytes));
      return;
    case 'short':
      response.write(body.subarray(0, fault.bytes));
      response.end();
      return;
    case 'long':
      response.write(body);
      response.end(Buffer.alloc(fault.extraBytes));
      return;
    case 'drip':
      drip(response, body, fault.bytes, fault.everyMs);
      return;
  }
}

function drip(response: ServerResponse, body: Buffer, bytes: number, everyMs: number): void {
  let at = 0;
  const timer = setInterval(() => {
    response.write(body.subarray(at, at + bytes));
    at += bytes;
    if (at < body.byteLength) return;
    clearInterval(timer);
    response.end();
  }, everyMs);
  response.on('close', () => clearInterval(timer));
}

/** The first byte that is asked for; null if all of them are, or if the file is another one than the asker has. */
function startOf({ range, ifRange }: HostRequest, etag: string | null): number | null {
  const [, from] = /^bytes=(\d+)-$/u.exec(range ?? '') ?? [];
  if (from === undefined || (ifRange !== null && ifRange !== etag)) return null;
  return Number(from);
}
