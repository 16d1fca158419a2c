// @ts-check
/** Every message exists in every language, with the same placeholders, in that language's signs, and is used. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/dependencies.mjs';
import { BASE_LANGUAGE, LANGUAGES } from '../setup/languages.mjs';

/** @typedef {string | { match: Record<string, string> }[]} Message one text, or one for each plural form */

/** @param {string} language @returns {Map<string, Message>} */
function readMessages(language) {
  const content = JSON.parse(readFileSync(join(ROOT, 'messages', `${language}.json`), 'utf8'));
  delete content.$schema;
  return new Map(Object.entries(content));
}

/** @param {Message} message */
function formsOf(message) {
  return typeof message === 'string'
    ? [message]
    : message.flatMap(({ match }) => Object.values(match));
}

/** What is put in, of the form that has most of it: "the last one" needs no number. @param {Message} message */
function placeholders(message) {
  const names = formsOf(message).map((text) =>
    [...text.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name).sort(),
  );
  return [...new Set(names.flat())].join(',');
}

/** @param {string} folder @returns {string[]} */
function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|svelte|mjs)$/u.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

/** Signs of another width beside characters of these languages, and other words than those of `messages/README.md`. */
const FOREIGN = new Map([
  ['ja', /[\u3040-\u30ff\u4e00-\u9fff][,:;?!()]|[()][\u3040-\u30ff\u4e00-\u9fff]/u],
  ['zh', /[\u4e00-\u9fff][,:;?!()]|[()][\u4e00-\u9fff]|您|\btoken\b/u],
]);

const problems = [];
const base = readMessages(BASE_LANGUAGE);
for (const language of LANGUAGES.filter((other) => other !== BASE_LANGUAGE)) {
  const messages = readMessages(language);
  for (const [key, message] of base) {
    const translated = messages.get(key);
    if (translated === undefined || formsOf(translated).some((text) => text.trim() === ''))
      problems.push(`${language}: ${key} is missing`);
    else if (placeholders(translated) !== placeholders(message))
      problems.push(`${language}: ${key} has other placeholders`);
    const foreign = FOREIGN.get(language)?.exec(formsOf(translated ?? '').join('\n'));
    if (foreign) problems.push(`${language}: ${key} has “${foreign[0]}”`);
  }
  for (const key of messages.keys())
    if (!base.has(key)) problems.push(`${language}: ${key} is not in ${BASE_LANGUAGE}`);
}
const source = [join(ROOT, 'src', 'ui'), join(ROOT, 'tools', 'site', 'about')]
  .flatMap(sourcesIn)
  .join('\n');
for (const key of base.keys()) {
  if (!new RegExp(`\\bm\\.${key}\\b`, 'u').test(source)) problems.push(`${key} is used nowhere`);
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
