/** How an exported page looks: on a screen, light and dark, and on paper. No address in it, so that it loads nothing. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; }
body { max-width: 44rem; margin: 0 auto; padding: 2rem 1rem 4rem;
  background: light-dark(#fbfcfc, #121717); color: light-dark(#1c2424, #e6ebeb);
  font: 1.0625rem/1.65 ui-sans-serif, system-ui, 'Hiragino Sans', 'Noto Sans CJK JP', 'Apple SD Gothic Neo',
    'Malgun Gothic', 'PingFang SC', 'Microsoft YaHei', sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.3; margin: 0 0 .25rem; }
h2 { font-size: .9rem; margin: 2rem 0 .5rem; color: light-dark(#0b5f63, #86cfd2); }
h3, h4, h5, h6 { font-size: 1.0625rem; margin: 1.25rem 0 .25rem; }
p { margin: .5rem 0; }
p, td, th, li, summary { unicode-bidi: plaintext; }
p { white-space: pre-wrap; }
.made, .note { color: light-dark(#4f5c5c, #a9b5b5); font-size: .85rem; }
.note { padding-inline-start: .75rem; border-inline-start: 3px solid light-dark(#c9d2d2, #3a4545); }
.question { padding: .75rem 1rem; border-radius: 10px; background: light-dark(#e7f0f0, #1e2929); }
pre { padding: .75rem 1rem; border-radius: 6px; background: light-dark(#eef2f2, #1a2121); white-space: pre-wrap; }
code { font: .88em/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, monospace; }
blockquote { margin: .75rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid light-dark(#c9d2d2, #3a4545); }
table { border-collapse: collapse; margin: .75rem 0; font-size: .95rem; }
th, td { padding: .35rem .6rem; border: 1px solid light-dark(#c9d2d2, #3a4545); text-align: start; vertical-align: top;
  overflow-wrap: break-word; }
.left { text-align: left; } .center { text-align: center; } .right { text-align: right; }
li > p { margin: .25rem 0; }
li > p:first-child { display: inline; }
hr { border: 0; border-top: 1px solid light-dark(#c9d2d2, #3a4545); margin: 1.5rem 0; }
details { color: light-dark(#4f5c5c, #a9b5b5); font-size: .95rem; }
a { color: light-dark(#0b5f63, #86cfd2); }
.footnote { display: flex; gap: .5rem; font-size: .9rem; }
@media print {
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; background: none; font-size: 11pt; }
  h2 { break-after: avoid; }
  pre, table, blockquote { break-inside: avoid-page; }
  a[href]::after { content: ' (' attr(href) ')'; font-size: .85em; }
}
`;

/** The style as a policy names it: by its SHA-256, so that no other is taken. */
export async function hashStyle(): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(PAGE_STYLE));
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
}
