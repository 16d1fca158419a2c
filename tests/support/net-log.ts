import { readFileSync } from 'node:fs';

interface NetEvent {
  type: number;
  params?: Record<string, unknown>;
}

/** Every event in which Chromium names a host: what is asked of DNS, what is connected to, what is requested. */
const NAMING = ['HOST_RESOLVER_MANAGER_JOB', 'TCP_CONNECT', 'UDP_CONNECT', 'URL_REQUEST_START_JOB'];

/** The hosts and addresses in a net log of Chromium (`--log-net-log`), beneath anything that a page could hide. */
export function hostsIn(file: string): Set<string> {
  const [first = '', ...lines] = readFileSync(file, 'utf8').split('\n');
  const { constants } = JSON.parse(`${first.replace(/,$/u, '')}}`) as {
    constants: { logEventTypes: Record<string, number> };
  };
  const types = new Set(NAMING.map((name) => constants.logEventTypes[name]));
  const hosts = new Set<string>();
  for (const { type, params } of lines.flatMap(readEvent)) {
    if (!types.has(type) || !params) continue;
    for (const value of [params['host'], params['url'], params['address']]) {
      if (typeof value === 'string') hosts.add(hostOf(value));
    }
    const list = params['address_list'];
    if (Array.isArray(list)) for (const address of list) hosts.add(hostOf(String(address)));
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

/** The host of a URL, or of an address with or without its port. */
function hostOf(value: string): string {
  const [, scheme] = /^([a-z-]+):\/\//u.exec(value) ?? [];
  if (scheme === undefined && /^(data|blob|about|chrome):/u.test(value)) return '';
  const address = scheme === undefined ? `http://${value}` : value;
  return URL.canParse(address) ? new URL(address).hostname : value;
}
