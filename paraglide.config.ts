import { paraglideVitePlugin } from '@inlang/paraglide-js';
import type { PluginOption } from 'vite';

/**
 * Compiles `messages/` into functions. The language itself is the page's state (`src/main.ts`), so no strategy of the
 * compiler's runtime is used.
 */
export function compileMessages(): PluginOption {
  return paraglideVitePlugin({
    project: './project.inlang',
    outdir: './src/i18n/paraglide',
    strategy: ['baseLocale'],
    isServer: 'false',
    disableAsyncLocalStorage: true,
    emitGitIgnore: false,
  });
}
