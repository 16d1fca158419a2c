// @ts-check
/**
 * The security headers, in one place: the production server sends them, `public/_headers` is made from them, and the
 * tests compare both with what a browser really enforces. Facts behind them: docs/threat-model.md.
 */

/** @param {Record<string, string>} directives */
function serialise(directives) {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`.trim())
    .join('; ');
}

/** Names of the Trusted Types policies: Svelte's templates, and our own for worker scripts. */
const TRUSTED_TYPES = 'svelte-trusted-html mamori-workers';

/** The page holds the text of conversations and makes no request of its own beyond its scripts, styles and icons. */
const PAGE = serialise({
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' blob: data:",
  'font-src': "'self'",
  'connect-src': "'none'",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'form-action': "'none'",
  'base-uri': "'none'",
  'frame-src': "'none'",
  'object-src': "'none'",
  'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': TRUSTED_TYPES,
});

/** The chat worker holds the prompt: no network at all. WebLLM compiles WebAssembly. */
const CHAT_WORKER = serialise({
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'connect-src': "'none'",
});

/** The classifier worker sees the same text and needs the same: WebAssembly, and no network at all. */
const CLASSIFY_WORKER = CHAT_WORKER;

/** The PDF worker sees a document that a person attached, whose every byte may be hostile: scripts of ours and nothing else. */
const PDF_WORKER = serialise({
  'default-src': "'none'",
  'script-src': "'self'",
  'connect-src': "'none'",
});

/**
 * The download worker is the only one that may fetch, and it never sees a word of a conversation. People bring models from
 * any host, and hosts send on to others: a deployer who wants less narrows this line (docs/operator-guide.md). This device
 * is one of the hosts.
 */
const DOWNLOAD_WORKER = serialise({
  'default-src': "'none'",
  'script-src': "'self'",
  'connect-src': "'self' https: http://localhost:* http://127.0.0.1:*",
});

/** The service worker fetches the app's own files from the site; it never sees a word of a conversation. */
const OFFLINE_WORKER = serialise({
  'default-src': "'none'",
  'script-src': "'self'",
  'connect-src': "'self'",
});

/** The public page about privacy: no script of its own, nothing but its style and our mark. */
const ABOUT = serialise({
  'default-src': "'none'",
  'style-src': "'self'",
  'img-src': "'self'",
  'form-action': "'none'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
});

/** What the page may not ask for. The microphone is for dictation, where speech is recognised on the device. */
const UNUSED_FEATURES = [
  'accelerometer',
  'autoplay',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'serial',
  'usb',
  'xr-spatial-tracking',
];

/** Sent with every response. @type {Record<string, string>} */
export const COMMON_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': [...UNUSED_FEATURES.map((name) => `${name}=()`), 'microphone=(self)'].join(
    ', ',
  ),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-DNS-Prefetch-Control': 'off',
};

/** Where it is understood (Chromium 152 and later) this also covers navigation and WebRTC, which no CSP does. */
const OWN_ORIGIN_ONLY = { 'Connection-Allowlist': '(response-origin)' };

/** Where responses of one kind may connect to. @param {string} policy */
const confined = (policy) => ({ 'Content-Security-Policy': policy, ...OWN_ORIGIN_ONLY });

/**
 * The page's policy as a `<meta>` element, for hosts that send no headers: until the service worker adds them, it stands
 * alone. What an element cannot say is left out.
 */
export const PAGE_META = withoutFrames(PAGE);

/** The same for the page about privacy. */
export const ABOUT_META = withoutFrames(ABOUT);

/** @param {string} policy */
function withoutFrames(policy) {
  return policy.replace(/; frame-ancestors [^;]*/u, '');
}

/** The service worker's script: the one whose name carries no hash, because a browser asks for it again by name. */
const OFFLINE_WORKER_PATH = '/offline-worker.js';

/** What a path's prefix adds, most specific first; what matches none gets the page's. */
const POLICIES = [
  { prefix: '/workers/chat-worker/', headers: confined(CHAT_WORKER) },
  { prefix: '/workers/classify-worker/', headers: confined(CLASSIFY_WORKER) },
  { prefix: '/workers/pdf-worker/', headers: confined(PDF_WORKER) },
  {
    prefix: '/workers/download-worker/',
    headers: { 'Content-Security-Policy': DOWNLOAD_WORKER },
  },
  { prefix: '/about/', headers: confined(ABOUT) },
  { prefix: OFFLINE_WORKER_PATH, headers: confined(OFFLINE_WORKER) },
];

const IMMUTABLE = 'public, max-age=31536000, immutable';
/** Folders whose file names carry a hash of their content. */
const HASHED_PREFIXES = ['/assets/', '/workers/'];

/**
 * All headers for one path of the site.
 * @param {string} path absolute, for example `/workers/chat-worker/chat-worker-abc.js`
 * @returns {Record<string, string>}
 */
export function headersFor(path) {
  const own = POLICIES.find(({ prefix }) => path.startsWith(prefix))?.headers ?? confined(PAGE);
  return { ...COMMON_HEADERS, ...own, 'Cache-Control': howLongKept(path) };
}

/** How long a browser may keep what lies at this path. @param {string} path */
function howLongKept(path) {
  return HASHED_PREFIXES.some((prefix) => path.startsWith(prefix)) ? IMMUTABLE : 'no-cache';
}

/**
 * The same as a `_headers` file for static hosts. Its rules add up, and two policies for one path would both be enforced,
 * so no path is named twice.
 */
export function headersFile() {
  const rule = (/** @type {string} */ path, /** @type {Record<string, string>} */ headers) =>
    [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)].join('\n');
  return [
    '# Made by `npm run headers` from tools/site/policies.mjs.',
    rule('/*', COMMON_HEADERS),
    rule('/', { ...confined(PAGE), 'Cache-Control': 'no-cache' }),
    rule('/index.html', { ...confined(PAGE), 'Cache-Control': 'no-cache' }),
    rule('/assets/*', { 'Cache-Control': IMMUTABLE }),
    ...POLICIES.map(({ prefix, headers }) =>
      rule(prefix.endsWith('/') ? `${prefix}*` : prefix, {
        ...headers,
        'Cache-Control': howLongKept(prefix),
      }),
    ),
    '',
  ].join('\n\n');
}
