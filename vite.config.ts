import { svelte } from '@sveltejs/vite-plugin-svelte';
import sirv from 'sirv';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { compileMessages } from './paraglide.config.ts';
import packageJson from './package.json' with { type: 'json' };
import { writeAbout } from './tools/site/about/write-about.mjs';
import { hashFiles, MOST_BYTES, NOT_KEPT } from './tools/site/kept-files.mjs';
import { PAGE_META } from './tools/site/policies.mjs';
import { WEB_MANIFEST } from './tools/site/web-manifest.mjs';

const VERSION = process.env['MAMORI_VERSION'] ?? packageJson.version;
const OUT_DIR = process.env['MAMORI_OUT_DIR'] ?? 'dist';

/** Serves the prepared models in development; in production the server or the static host does. */
function serveModels(): Plugin {
  return {
    name: 'mamori-serve-models',
    configureServer(server) {
      server.middlewares.use('/models', sirv('models', { dev: true, dotfiles: false }));
    },
  };
}

/** The page's policy in the page itself, before anything else: some hosts send no headers. */
function writePolicy(): Plugin {
  return {
    name: 'mamori-write-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: PAGE_META },
        injectTo: 'head-prepend',
      },
    ],
  };
}

export default defineConfig({
  // relative, so that a build works in any folder of a host
  base: './',
  plugins: [
    compileMessages(),
    svelte(),
    serveModels(),
    writePolicy(),
    writeAbout(VERSION),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'workers/offline',
      filename: 'offline-worker.ts',
      // registered by the page itself (src/engine/offline-client.ts), which Trusted Types require
      injectRegister: false,
      manifest: WEB_MANIFEST,
      includeManifestIcons: false,
      injectManifest: {
        globPatterns: ['**/*'],
        globIgnores: NOT_KEPT,
        maximumFileSizeToCacheInBytes: MOST_BYTES,
        manifestTransforms: [hashFiles(OUT_DIR)],
      },
    }),
  ],
  define: {
    __MAMORI_VERSION__: JSON.stringify(VERSION),
  },
  build: {
    outDir: OUT_DIR,
    target: 'es2023',
    // the polyfill would fetch, which the page's policy forbids
    modulePreload: { polyfill: false },
    // no inlined assets: what a page loads can then be listed
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 7_000,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  worker: {
    format: 'es',
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: {
        // a folder for each worker, because each is served with a policy of its own
        entryFileNames: 'workers/[name]/[name]-[hash].js',
        // the engine's code is the one part that is large; it is kept offline only with a model
        chunkFileNames: ({ moduleIds }) =>
          moduleIds.some((id) => id.includes('/@mlc-ai/web-llm/'))
            ? 'workers/engine/[name]-[hash].js'
            : 'workers/shared/[name]-[hash].js',
      },
    },
  },
  optimizeDeps: { exclude: ['@mlc-ai/web-llm'] },
});
