import { readFileSync } from 'node:fs';

interface NetEvent {
  type: number;
  params?: Record<string, unknown>;
}

/** The hosts in a net log of Chromium (`--log-net-log`), which sees what goes on beneath anything that a page could hide. */
export interface LoggedHosts {
  /** Of requests that a page, a worker or a service worker made. */
  byPages: ReadonlySet<string>;
  /** Of the browser's own requests: its updates, its accounts. */
  byBrowser: ReadonlySet<string>;
  /** Whose address was asked for, by whomever and for whatever. */
  lookedUp: ReadonlySet<string>;
}

export function hostsIn(file: string): LoggedHosts {
  const [first = '', ...lines] = readFileSync(file, 'utf8').split('\n');
  const { constants } = JSON.parse(`${first.replace(/,$/u, '')}}`) as {
    constants: { logEventTypes: Record<string, number> };
  };
  const { URL_REQUEST_START_JOB: requested, HOST_RESOLVER_MANAGER_JOB: lookedUp } =
    constants.logEventTypes;
  const hosts = {
    byPages: new Set<string>(),
    byBrowser: new Set<string>(),
    lookedUp: new Set<string>(),
  };
  for (const { type, params } of lines.flatMap(readEvent)) {
    if (type === requested && typeof params?.['url'] === 'string') {
      // Chromium's words for a request that no page has made
      const isOwn = (params['initiator'] ?? 'not an origin') === 'not an origin';
      (isOwn ? hosts.byBrowser : hosts.byPages).add(new URL(params['url']).hostname);
    }
    if (type === lookedUp && typeof params?.['host'] === 'string') {
      hosts.lookedUp.add(new URL(params['host'].replace(/^(?!https?:)/u, 'http://')).hostname);
    }
  }
  return hosts;
}

/** The log has one event a line; it ends in the middle if its browser was ended. */
function readEvent(line: string): NetEvent[] {
  const text = line.replace(/(,|\],?)$/u, '');
  if (!text.startsWith('{"')) return [];
  try {
    return [JSON.parse(text) as NetEvent];
  } catch {
    return [];
  }
}
