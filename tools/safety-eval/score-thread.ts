import { parentPort, workerData } from 'node:worker_threads';
import { openClassifier } from './open-classifier.ts';
import type { Strength } from '../../src/safety/index.ts';
import { scoreRow, type InputRow } from './score-row.ts';

/** One of several threads: each holds the classifier once and scores the rows that it is sent. */
const { folder, policy } = workerData as { folder: string; policy: Strength };
const classifier = await openClassifier(folder);

parentPort?.on('message', (rows: readonly (readonly [number, InputRow])[]) => {
  void answer(rows);
});
parentPort?.postMessage([]);

async function answer(rows: readonly (readonly [number, InputRow])[]): Promise<void> {
  const scored: unknown[] = [];
  for (const [at, row] of rows) scored.push([at, await scoreRow(classifier, row, policy)]);
  parentPort?.postMessage(scored);
}
