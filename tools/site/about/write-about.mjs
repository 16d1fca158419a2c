// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../setup/dependencies.mjs';
import { BASE_LANGUAGE, LANGUAGES } from '../../setup/languages.mjs';
import { writeLicenceTexts } from '../third-party.mjs';
import { writeAboutPage } from './about-page.mjs';

/** @param {...string} path */
const read = (...path) => readFileSync(join(ROOT, ...path), 'utf8');

/** All files below `about/`, by name. @param {string} version @returns {Map<string, string>} */
function writeFiles(version) {
  const page = (/** @type {string} */ language) => {
    const messages = JSON.parse(read('messages', `${language}.json`));
    return writeAboutPage(language, LANGUAGES, messages, version);
  };
  const css = [
    read('src', 'ui', 'styles', 'base.css'),
    read('tools', 'site', 'about', 'about.css'),
  ].join('\n');
  return new Map([
    ...LANGUAGES.map((language) => /** @type {const} */ ([`${language}.html`, page(language)])),
    ['index.html', page(BASE_LANGUAGE)],
    ['about.css', css],
    ['licences.txt', writeLicenceTexts()],
  ]);
}

const TYPES = { html: 'text/html', css: 'text/css', txt: 'text/plain' };

/**
 * Writes the public page about privacy and licences beside the app, and serves it in development.
 * @param {string} version of the app
 * @returns {import('vite').Plugin}
 */
export function writeAbout(version) {
  return {
    name: 'mamori-write-about',
    generateBundle() {
      for (const [name, source] of writeFiles(version)) {
        this.emitFile({ type: 'asset', fileName: `about/${name}`, source });
      }
    },
    configureServer(server) {
      server.middlewares.use('/about', (request, response, next) => {
        const name = (request.url ?? '/').slice(1).replace(/\?.*$/u, '') || 'index.html';
        const source = writeFiles(version).get(name);
        if (source === undefined) return next();
        const type = Object.entries(TYPES).find(([ending]) => name.endsWith(`.${ending}`))?.[1];
        response.setHeader('Content-Type', `${type}; charset=utf-8`);
        response.end(source);
      });
    },
  };
}
