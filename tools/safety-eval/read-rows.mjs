// @ts-check
import { readFileSync } from 'node:fs';
import { SetupError } from '../setup/process.mjs';

/** @typedef {{ text: string, side: 'prompt' | 'response' } & Record<string, unknown>} Row */

/**
 * Rows of a JSON Lines file. A row without a `side` is a prompt. A bad line is named, so that it can be mended.
 * @param {string} file
 * @returns {Row[]}
 */
export function readRows(file) {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const where = `${file}, line ${index + 1}`;
    /** @type {unknown} */
    let row;
    try {
      row = JSON.parse(line);
    } catch {
      throw new SetupError(`${where} is not JSON.`);
    }
    if (typeof row !== 'object' || row === null || !('text' in row) || typeof row.text !== 'string')
      throw new SetupError(`${where} has no "text".`);
    const side = 'side' in row ? row.side : 'prompt';
    if (side !== 'prompt' && side !== 'response')
      throw new SetupError(`${where}: "side" must be "prompt" or "response".`);
    return [{ ...row, text: row.text, side }];
  });
}
