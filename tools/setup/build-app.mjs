// @ts-check
import { join } from 'node:path';
import { ROOT } from './dependencies.mjs';
import { run, SetupError } from './process.mjs';

/**
 * Makes the production build, in `dist/`. Needs installed packages.
 * @param {'warn' | 'error'} logLevel how much of it is told
 */
export async function buildApp(logLevel) {
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const status = await run(process.execPath, [vite, 'build', '--logLevel', logLevel], {
    cwd: ROOT,
  });
  if (status !== 0) throw new SetupError('the build failed; the messages above say why.');
}
