// @ts-check
/** Reads families.json: what people wrote down about the models, since WebLLM's list has neither licence nor language. */
import { readFileSync } from 'node:fs';

/**
 * @typedef {object} Knowledge
 * @property {string} family
 * @property {string} licence
 * @property {string[]} languages
 * @property {import('../../src/domain/catalogue.ts').Alignment} alignment
 * @property {string} source
 */

/**
 * @typedef {object} OneModel
 * @property {string} id the part of WebLLM's id before the quantisation
 * @property {string} name
 * @property {number} parameters
 * @property {[vocabulary: number, width: number]} embedding
 * @property {number | null} rank
 */

/** @typedef {Knowledge & OneModel} KnownModel */
/** @typedef {Knowledge & { note?: string, models: (OneModel & Partial<Knowledge>)[] }} Family */

/** @returns {Family[]} */
export function readFamilies() {
  return JSON.parse(readFileSync(new URL('./families.json', import.meta.url), 'utf8')).families;
}

/** @returns {Map<string, KnownModel>} by id; a model's own values stand before those of its family */
export function readKnownModels() {
  return new Map(
    readFamilies().flatMap(({ models, note: _note, ...family }) =>
      models.map((model) => [model.id, { ...family, ...model }]),
    ),
  );
}
