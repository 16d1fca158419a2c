// @ts-check
/** Every message exists in every language, with the same placeholders, and is used. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/dependencies.mjs';

const LANGUAGES = ['en', 'ja', 'ko', 'zh'];

/** @param {string} language @returns {Map<string, string>} */
function readMessages(language) {
  const content = JSON.parse(readFileSync(join(ROOT, 'messages', `${language}.json`), 'utf8'));
  delete content.$schema;
  return new Map(Object.entries(content));
}

/** @param {string} text */
function placeholders(text) {
  return [...text.matchAll(/\{(\w+)\}/gu)]
    .map(([, name]) => name)
    .sort()
    .join(',');
}

/** @param {string} folder @returns {string[]} */
function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|svelte|mjs)$/u.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

const problems = [];
const base = readMessages('en');
for (const language of LANGUAGES.slice(1)) {
  const messages = readMessages(language);
  for (const [key, text] of base) {
    const translated = messages.get(key);
    if (translated === undefined || translated.trim() === '')
      problems.push(`${language}: ${key} is missing`);
    else if (placeholders(translated) !== placeholders(text))
      problems.push(`${language}: ${key} has other placeholders`);
  }
  for (const key of messages.keys())
    if (!base.has(key)) problems.push(`${language}: ${key} is not in en`);
}
const source = [join(ROOT, 'src', 'ui'), join(ROOT, 'tools', 'site', 'about')]
  .flatMap(sourcesIn)
  .join('\n');
for (const key of base.keys()) {
  if (!new RegExp(`\\bm\\.${key}\\b`, 'u').test(source)) problems.push(`${key} is used nowhere`);
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
