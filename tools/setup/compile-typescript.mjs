// @ts-check
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from './dependencies.mjs';

/**
 * Compiles a TypeScript module of this project, with all that it imports, for Node.
 * @param {string} entry path below the project's root
 * @returns {Promise<string>} path of the compiled module
 */
export async function compileForNode(entry) {
  const { build } = await import('vite');
  const name = basename(entry, '.ts');
  const folder = join(ROOT, '.cache', 'node', name);
  mkdirSync(folder, { recursive: true });
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    build: {
      ssr: join(ROOT, entry),
      outDir: folder,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
    },
  });
  return join(folder, `${name}.mjs`);
}
