// @ts-check
/**
 * The web app manifest: what an installed Mamori is called, looks like and can be opened with. Addresses are relative, so
 * that the app may lie in any folder.
 */

/** The surface of the light theme (src/ui/styles/base.css, `--surface`), as the manifest's format wants it. */
export const THEME_COLOURS = { light: '#f8fafa', dark: '#0f1617' };

/** @param {number} size @param {'any' | 'maskable'} purpose */
const icon = (size, purpose) => ({
  src: `icons/${purpose}-${size}.png`,
  sizes: `${size}x${size}`,
  type: 'image/png',
  purpose,
});

/** @type {Partial<import('vite-plugin-pwa').ManifestOptions>} */
export const WEB_MANIFEST = {
  id: './',
  name: 'Mamori',
  short_name: 'Mamori',
  description:
    'A private chat that runs a language model on your own graphics processor. Nothing you type leaves this browser.',
  lang: 'en',
  dir: 'ltr',
  start_url: './',
  scope: './',
  display: 'standalone',
  orientation: 'any',
  theme_color: THEME_COLOURS.light,
  background_color: THEME_COLOURS.light,
  categories: ['productivity', 'utilities', 'education'],
  icons: [
    { src: 'mark.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    icon(192, 'any'),
    icon(512, 'any'),
    icon(192, 'maskable'),
    icon(512, 'maskable'),
  ],
  screenshots: [
    {
      src: 'icons/screenshot-wide.png',
      sizes: '1280x800',
      type: 'image/png',
      form_factor: 'wide',
      label: 'A conversation beside the list of conversations',
    },
    {
      src: 'icons/screenshot-narrow.png',
      sizes: '390x844',
      type: 'image/png',
      form_factor: 'narrow',
      label: 'A conversation on a phone',
    },
  ],
  shortcuts: [{ name: 'New chat', url: './?new', icons: [icon(192, 'any')] }],
  // POST: the service worker keeps the text on this device; in an address it would be sent to the host
  share_target: {
    action: './share',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: { title: 'title', text: 'text', url: 'url' },
  },
  file_handlers: [{ action: './', accept: { 'application/json': ['.mamori'] } }],
  launch_handler: { client_mode: 'focus-existing' },
};
