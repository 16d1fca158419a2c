// @ts-check
/** Type-checks each context with its own library: a worker that touches `document` is a type error. */
import { join } from 'node:path';
import { ROOT } from '../setup/dependencies.mjs';
import { run } from '../setup/process.mjs';

const bin = join(ROOT, 'node_modules');
const tsc = join(bin, 'typescript', 'bin', 'tsc');
const svelteCheck = join(bin, 'svelte-check', 'bin', 'svelte-check');
const paraglide = join(bin, '@inlang', 'paraglide-js', 'bin', 'run.js');
const node = (/** @type {string[]} */ ...args) => run(process.execPath, args, { cwd: ROOT });

let failed = 0;
// the messages are compiled code: without them nothing that shows a sentence type-checks
failed += await node(
  paraglide,
  'compile',
  '--project',
  './project.inlang',
  '--outdir',
  './src/i18n/paraglide',
  '--silent',
);
for (const context of ['core', 'worker', 'tools', 'tests']) {
  failed += await node(tsc, '-p', `tsconfigs/${context}.json`);
}
failed += await node(
  svelteCheck,
  '--tsconfig',
  'tsconfigs/page.json',
  '--fail-on-warnings',
  '--output',
  'human',
);
process.exitCode = failed === 0 ? 0 : 1;
