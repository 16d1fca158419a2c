// @ts-check
/**
 * Writes THIRD_PARTY.md: everything that ends up in what a visitor receives, or in a committed model or library, with its
 * licence. `--check` compares instead.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/dependencies.mjs';
import { listPackages, OTHERS } from '../site/third-party.mjs';

const FILE = join(ROOT, 'THIRD_PARTY.md');
const ALLOWED =
  /^(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|CC0-1\.0|MIT AND Zlib|MIT or MPL-2\.0|\(MIT OR .*\))$/u;

const packages = listPackages();
const content = [
  '# Third-party software and data',
  '',
  'Made by `npm run licences`; what a visitor receives, or what is in a committed model library.',
  '',
  '| package | version | licence |',
  '|---|---|---|',
  ...packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`),
  '',
  '| other | version or source | licence | what it is here |',
  '|---|---|---|---|',
  ...OTHERS.map(
    ({ name, source, licence, use }) => `| ${name} | ${source} | ${licence} | ${use} |`,
  ),
  '',
].join('\n');

const refused = packages.filter(({ licence }) => !ALLOWED.test(licence));
for (const { name, licence } of refused)
  console.error(`${name}: licence ${licence} has not been looked at`);
if (!process.argv.includes('--check')) writeFileSync(FILE, content);
else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== content) {
  console.error('THIRD_PARTY.md is out of date; run `npm run licences`.');
  process.exitCode = 1;
}
if (refused.length > 0) process.exitCode = 1;
