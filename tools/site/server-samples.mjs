// @ts-check
/** Sample configurations for servers that do not read a `_headers` file, made from the same policies. */
import { headersFor } from './policies.mjs';

/**
 * The site's paths that differ in their headers: how a server names them, and one path of each.
 * @type {readonly { prefix: string, isFile: boolean }[]}
 */
const PLACES = [
  { prefix: '/offline-worker.js', isFile: true },
  { prefix: '/workers/chat-worker/', isFile: false },
  { prefix: '/workers/classify-worker/', isFile: false },
  { prefix: '/workers/download-worker/', isFile: false },
  { prefix: '/workers/', isFile: false },
  { prefix: '/assets/', isFile: false },
  { prefix: '/about/', isFile: false },
  { prefix: '/', isFile: false },
];

const NOTE = [
  '# Made by `npm run headers` from tools/site/policies.mjs. Change the name, the folder and the certificate.',
  '# The app may also lie in a folder of a host: put that folder in front of every path.',
];

/** For nginx 1.18 or later. A location's headers replace those around it, so each names all of its own. */
export function nginxSample() {
  const headers = (/** @type {string} */ path) =>
    Object.entries(headersFor(path)).map(
      ([name, value]) => `        add_header ${name} "${value}" always;`,
    );
  const locations = PLACES.flatMap(({ prefix, isFile }) => [
    `    location ${isFile ? '= ' : prefix === '/' ? '' : '^~ '}${prefix} {`,
    ...headers(prefix),
    '    }',
    '',
  ]);
  return [
    ...NOTE,
    'server {',
    '    listen 443 ssl;',
    '    server_name chat.example.org;',
    '    ssl_certificate /etc/ssl/certs/chat.example.org.pem;',
    '    ssl_certificate_key /etc/ssl/private/chat.example.org.key;',
    '    root /var/www/mamori;',
    '',
    '    # the web app manifest, which older lists of types do not know',
    '    location = /manifest.webmanifest {',
    '        default_type application/manifest+json;',
    ...headers('/manifest.webmanifest'),
    '    }',
    '',
    "    # a site without a policy of its own says so without an error on its visitors' consoles",
    '    location = /mamori.policy.json {',
    '        try_files $uri @no-policy;',
    ...headers('/mamori.policy.json'),
    '    }',
    '    location @no-policy {',
    '        return 204;',
    '    }',
    '',
    ...locations.slice(0, -1),
    '}',
    '',
  ].join('\n');
}

/** For Caddy 2. Of several `handle` blocks one answers, the one with the longest path. */
export function caddySample() {
  const handle = (/** @type {string} */ path, /** @type {string[]} */ rest) => [
    `    handle ${path} {`,
    '        header {',
    ...Object.entries(headersFor(path.replace(/\*$/u, ''))).map(
      ([name, value]) => `            ${name} "${value}"`,
    ),
    '        }',
    ...rest,
    '    }',
    '',
  ];
  return [
    ...NOTE,
    'chat.example.org {',
    '    root * /var/www/mamori',
    '',
    "    # a site without a policy of its own says so without an error on its visitors' consoles",
    ...handle('/mamori.policy.json', [
      '        @missing not file',
      '        respond @missing 204',
      '        file_server',
    ]),
    '    # the web app manifest, which lists of types do not know',
    ...handle('/manifest.webmanifest', [
      '        header Content-Type application/manifest+json',
      '        file_server',
    ]),
    ...PLACES.flatMap(({ prefix, isFile }) =>
      handle(isFile ? prefix : `${prefix}*`, ['        file_server']),
    ).slice(0, -1),
    '}',
    '',
  ].join('\n');
}
