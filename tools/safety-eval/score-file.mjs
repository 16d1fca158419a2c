// @ts-check
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { compileForNode } from '../setup/compile-typescript.mjs';
import { assembleClassifier, CLASSIFIER_ID, MODELS } from '../setup/models.mjs';
import { SetupError } from '../setup/process.mjs';

/** @typedef {import('./read-rows.mjs').Row} Row */
/** @typedef {import('./score-row.ts').ScoredColumns} ScoredColumns */

export const POLICIES = /** @type {const} */ (['off', 'minimal', 'standard', 'strict']);
/** Small enough that the last thread does not work alone for long. */
const ROWS_PER_MESSAGE = 16;
const MAXIMUM_THREADS = 8;

/**
 * Scores rows with the shipped classifier on all cores.
 * @param {readonly Row[]} rows
 * @param {typeof POLICIES[number]} policy
 * @param {(done: number) => void} [onProgress]
 * @returns {Promise<ScoredColumns[]>} in the order of the rows
 */
export async function scoreRows(rows, policy, onProgress) {
  assembleClassifier();
  const script = await compileForNode('tools/safety-eval/score-thread.ts');
  /** @type {ScoredColumns[]} */
  const results = new Array(rows.length);
  let next = 0;
  let done = 0;
  const threads = Math.min(
    availableParallelism(),
    MAXIMUM_THREADS,
    Math.ceil(rows.length / 2) || 1,
  );

  const work = () =>
    new Promise((resolve, reject) => {
      const thread = new Worker(script, {
        workerData: { folder: join(MODELS, CLASSIFIER_ID), policy },
      });
      thread.once('error', reject);
      thread.on('message', (/** @type {[number, ScoredColumns][]} */ scored) => {
        for (const [at, columns] of scored) results[at] = columns;
        done += scored.length;
        if (scored.length > 0) onProgress?.(done);
        const batch = rows
          .slice(next, next + ROWS_PER_MESSAGE)
          .map(({ text, side }, at) => [next + at, { text, side }]);
        next += batch.length;
        if (batch.length > 0) thread.postMessage(batch);
        else void thread.terminate().then(resolve);
      });
    });
  try {
    await Promise.all(Array.from({ length: threads }, work));
  } catch (error) {
    throw new SetupError(`the classifier could not score the rows: ${String(error)}`);
  }
  return results;
}
