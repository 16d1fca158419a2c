// @ts-check
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/dependencies.mjs';
import {
  categoryCells,
  namingCells,
  otherCells,
  targetRows,
  unmetSourceCells,
} from './figure-rows.mjs';
import { gateCells } from './gate-rows.mjs';
import { LANGUAGES } from './languages.mjs';
import { measureInChromium } from './measure-in-chromium.mjs';

/** @typedef {import('./figure-rows.mjs').FigureRow} FigureRow */

const MODEL = join(ROOT, 'tools', 'classifier', 'model');
const PARITY = join(ROOT, 'tests', 'fixtures', 'classifier', 'classifier.json');
const MAXIMUM_BYTES = 35_000_000;
/** Of a model of more than six layers that is better by .03 recall at equal false positives; 35 for one of six. */
const MAXIMUM_P50_MS = 60;
const MAXIMUM_PRECISION_LOSS = 0.01;
const MAXIMUM_SCORE_GAP = 0.02;

/** @param {readonly string[]} heading @param {readonly (readonly string[])[]} rows */
function table(heading, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Average precision that int8 cost, as recorded when the model was made. @returns {FigureRow} */
function precisionLossRow() {
  const { averagePrecisionInt8: int8, averagePrecisionFloat32: float32 } = JSON.parse(
    readFileSync(join(MODEL, 'training.json'), 'utf8'),
  );
  const heads = Object.keys(float32).filter((head) => head in int8);
  const mean = heads.reduce((sum, head) => sum + float32[head] - int8[head], 0) / heads.length;
  const gates = ['harmful', 'toxic', 'prompt_attack', 'refusal'].filter((head) =>
    heads.includes(head),
  );
  const perGate = gates.map((head) => `${head} ${(float32[head] - int8[head]).toFixed(4)}`);
  return {
    name: `average precision lost by int8, mean of ${heads.length} heads (recorded at export)`,
    values: [mean.toFixed(4), perGate.join(', '), '', ''],
    target: `under ${MAXIMUM_PRECISION_LOSS}`,
    reached: mean < MAXIMUM_PRECISION_LOSS,
  };
}

/** @returns {Promise<FigureRow[]>} */
async function machineRows() {
  const parity = JSON.parse(readFileSync(PARITY, 'utf8'));
  const { p50Ms, p95Ms, judged } = await measureInChromium(
    parity.map((/** @type {import('./chromium-page.ts').ParityText} */ { text, side }) => ({
      text,
      side,
    })),
  );
  const gaps = judged.map(({ heads }, at) =>
    Math.max(
      ...Object.entries(heads).map(([head, score]) => Math.abs(score - parity[at].heads[head])),
    ),
  );
  const verdicts = judged.filter(({ finding }, at) => finding !== parity[at].finding).length;
  const worst = Math.max(...gaps);
  const sizeBytes = statSync(join(MODEL, 'classifier.onnx')).size;
  return [
    {
      name: 'model file',
      values: [`${(sizeBytes / 1e6).toFixed(1)} MB`, '', '', ''],
      target: `at most ${MAXIMUM_BYTES / 1e6} MB`,
      reached: sizeBytes <= MAXIMUM_BYTES,
    },
    {
      name: 'time of 64 tokens, one WASM thread, Chromium on the machine of this report',
      values: [`p50 ${p50Ms.toFixed(1)} ms`, `p95 ${p95Ms.toFixed(1)} ms`, '', ''],
      target: `at most ${MAXIMUM_P50_MS} ms`,
      reached: p50Ms <= MAXIMUM_P50_MS,
    },
    {
      name: `Python against Chromium, ${judged.length} strings`,
      values: [`${verdicts} other verdicts`, `widest gap ${worst.toFixed(4)}`, '', ''],
      target: `same verdicts, within ${MAXIMUM_SCORE_GAP}`,
      reached: verdicts === 0 && worst <= MAXIMUM_SCORE_GAP,
    },
  ];
}

/**
 * All tables of the model card, as Markdown.
 * @param {readonly import('./figure-rows.mjs').ScoredRow[]} rows
 */
export async function reportOf(rows) {
  const { version } = JSON.parse(readFileSync(join(MODEL, 'classifier.json'), 'utf8'));
  const figures = [...targetRows(rows), precisionLossRow(), ...(await machineRows())];
  const verdict = { true: 'yes', false: '**no**', null: 'not measured: no corpus' };
  const parts = [
    `Classifier ${version}, at the shipped thresholds of level \`standard\`. In brackets: 95 % interval (Wilson) and number of texts.`,
    table(
      ['what', ...LANGUAGES, 'target', 'reached'],
      figures.map(({ name, values, target, reached }) => [
        name,
        ...values,
        target,
        verdict[/** @type {'true'} */ (String(reached))],
      ]),
    ),
    '### By category: recall / false-positive rate on twins / F1 / average precision (seed test split)',
    table(['category', ...LANGUAGES], categoryCells(rows)),
    '### Sources never trained on: flagged',
    table(['source', 'flagged'], unmetSourceCells(rows)),
    '### Other kinds of text, and names',
    table(['kind', ...LANGUAGES], [...otherCells(rows), namingCells(rows)]),
    '### Replies through the gate: a harmful text behind two harmless ones, and three harmless ones',
    table(['what, at level', ...LANGUAGES], await gateCells(rows)),
  ];
  return `${parts.join('\n\n')}\n`;
}
