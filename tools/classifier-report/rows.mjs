// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ROOT } from '../setup/dependencies.mjs';
import { LANGUAGES } from './languages.mjs';

/**
 * @typedef {object} TestRow
 * @property {string} text
 * @property {'prompt' | 'response'} side
 * @property {import('./languages.mjs').Language} language
 * @property {string} source
 * @property {'risk' | 'twin' | 'ordinary' | 'refusal' | 'look-alike' | 'unmet source' | 'met source'} kind
 * @property {string} category
 */

const CLASSIFIER = join(ROOT, 'tools', 'classifier');
const CORPUS_FILES = ['train.jsonl.gz', 'train2.jsonl.gz', 'dev.jsonl.gz', 'dev2.jsonl.gz'];
/** Of one source and language, so that a large source does not take all the time. */
const ROWS_PER_SOURCE = 150;
const ROWS_PER_MET_SOURCE = 25;

/** @param {string} file @returns {Record<string, any>[]} */
function readJsonl(file) {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
}

/** The seeds' test split: never trained on, never used for a threshold. @returns {TestRow[]} */
export function seedTestRows() {
  const folder = join(CLASSIFIER, 'seeds', 'test');
  return readdirSync(folder)
    .sort()
    .flatMap((name) => readJsonl(join(folder, name)))
    .flatMap((seed) =>
      LANGUAGES.map((language) => ({
        text: seed[language],
        side: seed['side'],
        language,
        source: 'seeds',
        kind: seed['kind'],
        category: seed['category'],
      })),
    );
}

/**
 * Benign rows of sources that neither trained the classifier nor chose its thresholds, and held-out benign rows of sources
 * that did train it.
 * @param {string} folder of the corpus
 * @returns {TestRow[]} empty if the corpus is not there
 */
export function corpusTestRows(folder) {
  if (!existsSync(join(folder, CORPUS_FILES[0] ?? ''))) return [];
  const heldOut = JSON.parse(readFileSync(join(CLASSIFIER, 'held-out-sources.json'), 'utf8'));
  const files = CORPUS_FILES.map((name) => ({ name, rows: readJsonl(join(folder, name)) }));
  const mixed = new Set(
    files.flatMap(({ rows }) =>
      rows.filter(({ labels }) => labels.length > 0).map(({ source }) => source),
    ),
  );
  /** @type {Map<string, number>} */
  const counts = new Map();
  return files.flatMap(({ name, rows }) =>
    rows.flatMap((row) => {
      const { text, side, lang: language, source, labels } = row;
      const kind = kindOf({ source, labels, isDevelopment: name.startsWith('dev') });
      if (!kind) return [];
      const key = [kind, source, language].join();
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (count > (kind === 'unmet source' ? ROWS_PER_SOURCE : ROWS_PER_MET_SOURCE)) return [];
      return [{ text, side, language, source, kind, category: '' }];
    }),
  );

  /**
   * @param {{ source: string, labels: string[], isDevelopment: boolean }} row
   * @returns {TestRow['kind'] | null} null for rows that do not test
   */
  function kindOf({ source, labels, isDevelopment }) {
    if (labels.length === 0 && heldOut.report.includes(source)) return 'unmet source';
    if (!isDevelopment || heldOut.threshold.includes(source)) return null;
    if (labels.length === 1 && labels[0] === 'refusal') return 'refusal';
    // the benign rows of a source of insults are not ordinary chat
    return labels.length === 0 && !mixed.has(source) ? 'met source' : null;
  }
}
