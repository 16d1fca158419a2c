// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './dependencies.mjs';

const { baseLocale, locales } = JSON.parse(
  readFileSync(join(ROOT, 'project.inlang', 'settings.json'), 'utf8'),
);

/** The language that a message is written in first. @type {string} */
export const BASE_LANGUAGE = baseLocale;

/** What the app speaks, that language included. @type {readonly string[]} */
export const LANGUAGES = locales;
