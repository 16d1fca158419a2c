// @ts-check
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileForNode } from '../setup/compile-typescript.mjs';
import { CLASSIFIER_ID, MODELS } from '../setup/models.mjs';
import { shareWithInterval } from './figures.mjs';
import { LANGUAGES } from './languages.mjs';

/**
 * @typedef {import('./rows.mjs').TestRow} TestRow
 * @typedef {{ language: import('./languages.mjs').Language, before: string, text: string }} Reply
 *   `before` is the harmless part of `text`; all of it for a reply that is harmless
 */

const LEVELS = /** @type {const} */ (['minimal', 'standard', 'strict']);
const HARMLESS_KINDS = new Set(['twin', 'look-alike', 'met source', 'unmet source']);
/** Written as requests too, but also what a reply may say. */
const SAID_BY_ANYBODY = new Set(['harassment_profanity', 'hate']);
/** Of one language, so that a large corpus does not take all the time. */
const MOST_HARMLESS = 150;

/**
 * Replies made of the rows: harmless ones one after another, and harmful texts behind two harmless ones.
 * @param {readonly TestRow[]} rows
 * @returns {{ harmful: Reply[], harmless: Reply[] }}
 */
export function composeReplies(rows) {
  /** @type {{ harmful: Reply[], harmless: Reply[] }} */
  const replies = { harmful: [], harmless: [] };
  for (const language of LANGUAGES) {
    const own = rows.filter((row) => row.language === language);
    const texts = own
      .filter(({ side, kind }) => side === 'response' && HARMLESS_KINDS.has(kind))
      .map(({ text }) => text);
    const pick = (/** @type {number} */ at) => texts[at % texts.length] ?? '';
    const space = language === 'ja' || language === 'zh' ? '' : ' ';
    texts.slice(0, MOST_HARMLESS).forEach((first, at) => {
      const text = [first, pick(at + 1), pick(at + 2)].join(space);
      replies.harmless.push({ language, before: text, text });
    });
    own
      .filter(({ kind }) => kind === 'risk')
      .filter(({ side, category }) => side === 'response' || SAID_BY_ANYBODY.has(category))
      .forEach(({ text }, at) => {
        const before = [pick(2 * at), pick(2 * at + 1)].join(space) + space;
        replies.harmful.push({ language, before, text: before + text });
      });
  }
  return replies;
}

/**
 * What the gate shows of replies: cells of a table, a level and a kind a row.
 * @param {readonly TestRow[]} rows
 * @returns {Promise<string[][]>}
 */
export async function gateCells(rows) {
  const { harmful, harmless } = composeReplies(rows);
  const compiled = await compileForNode('tools/classifier-report/run-gate.ts');
  /** @type {typeof import('./run-gate.ts')} */
  const { gateReplies } = await import(pathToFileURL(compiled).href);
  const all = [...harmful, ...harmless];
  const gated = await gateReplies(
    join(MODELS, CLASSIFIER_ID),
    all.map(({ text }) => text),
    LEVELS,
  );
  return LEVELS.flatMap((level, at) => {
    const cells = (/** @type {boolean} */ isHarmful) =>
      LANGUAGES.map((language) => {
        const flags = all.flatMap((reply, index) => {
          if (reply.language !== language || index < harmful.length !== isHarmful) return [];
          const found = gated[index]?.[at];
          if (!found) throw new Error('a reply was not judged');
          // a harmful one that is only ended after it was shown was not stopped
          return [found.isEnded && found.shownLength <= reply.before.length];
        });
        return shareWithInterval(flags);
      });
    return [
      [`reply with a harmful end: ended before it, ${level}`, ...cells(true)],
      [`harmless reply: ended, ${level}`, ...cells(false)],
    ];
  });
}
