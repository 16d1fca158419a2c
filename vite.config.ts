import { svelte } from '@sveltejs/vite-plugin-svelte';
import sirv from 'sirv';
import { defineConfig, type Plugin } from 'vite';
import { compileMessages } from './paraglide.config.ts';
import packageJson from './package.json' with { type: 'json' };

/** Serves the prepared models in development; in production the server or the static host does. */
function serveModels(): Plugin {
  return {
    name: 'mamori-serve-models',
    configureServer(server) {
      server.middlewares.use('/models', sirv('models', { dev: true, dotfiles: false }));
    },
  };
}

export default defineConfig({
  plugins: [compileMessages(), svelte(), serveModels()],
  define: { __MAMORI_VERSION__: JSON.stringify(packageJson.version) },
  build: {
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
        chunkFileNames: 'workers/shared/[name]-[hash].js',
      },
    },
  },
  optimizeDeps: { exclude: ['@mlc-ai/web-llm'] },
});
