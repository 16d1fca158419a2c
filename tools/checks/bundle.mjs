// @ts-check
/** The budgets of what a visitor loads first, measured on the production build. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../setup/dependencies.mjs';

const BUDGET_BYTES = { js: 90_000, css: 15_000 };
const assets = join(ROOT, 'dist', 'assets');
const html = readFileSync(join(ROOT, 'dist', 'index.html'), 'utf8');
let failed = false;

for (const [type, budget] of Object.entries(BUDGET_BYTES)) {
  const files = readdirSync(assets).filter(
    (name) => name.endsWith(`.${type}`) && html.includes(name),
  );
  const size = files.reduce(
    (sum, name) => sum + gzipSync(readFileSync(join(assets, name))).byteLength,
    0,
  );
  console.log(`initial ${type}: ${size} of ${budget} bytes gzip`);
  failed ||= size > budget || size === 0;
}
// the engine belongs into its worker: loaded by the page it would cost six megabytes twice
const leaked = readdirSync(assets).filter(
  (name) => name.endsWith('.js') && readFileSync(join(assets, name), 'utf8').includes('tvmjs'),
);
for (const name of leaked) console.error(`${name} contains the engine`);
process.exitCode = failed || leaked.length > 0 ? 1 : 0;
