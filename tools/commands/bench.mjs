// @ts-check
/** `npm run bench`: what safety layer and Markdown cost a reply, how long lists and conversations behave, as Markdown tables and in `bench/results.json`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { measureList } from '../bench/measure-list.mjs';
import { measureTranscript } from '../bench/measure-transcript.mjs';
import { LONG_MS } from '../bench/trace-tasks.mjs';
import { compileForNode } from '../setup/compile-typescript.mjs';
import { buildApp } from '../setup/build-app.mjs';
import { ensureDependencies, ROOT } from '../setup/dependencies.mjs';
import { assembleClassifier, CLASSIFIER_ID, MODELS } from '../setup/models.mjs';
import { runMain } from '../setup/process.mjs';

const TEXT = join(ROOT, 'docs', 'architecture.md');

const ms = (/** @type {number} */ value) => `${value.toFixed(0)} ms`;
const percent = (/** @type {number} */ share) => `${(share * 100).toFixed(1)} %`;

await runMain(async () => {
  await ensureDependencies();
  const results = {
    gate: await benchGate(),
    markdown: await benchMarkdown(),
    list: await benchList(),
    transcript: await benchTranscript(),
  };
  mkdirSync(join(ROOT, 'bench'), { recursive: true });
  writeFileSync(join(ROOT, 'bench', 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
});

/** What Markdown costs a growing reply. */
async function benchMarkdown() {
  const compiled = await compileForNode('tools/bench/measure-markdown.ts');
  /** @type {typeof import('../bench/measure-markdown.ts')} */
  const { measureMarkdown } = await import(pathToFileURL(compiled).href);
  const cost = measureMarkdown(TEXT);
  printTable('Markdown', [
    ['a reply of', `${cost.characters} characters in ${cost.pieces} pieces`],
    ['reading it, in all', ms(cost.totalMs)],
    ['the piece that took longest', ms(cost.worstMs)],
  ]);
  return cost;
}

/** A long list of conversations in the production build. */
async function benchList() {
  await buildApp('error');
  const cost = await measureList();
  printTable(`${cost.conversations} conversations, ${cost.messages} messages`, [
    ['listed after a start, from navigation on', ms(cost.listedMs)],
    ...taskRows('while it is scrolled', cost.scroll),
    ['rows in the page', String(cost.rows)],
    ['index made in the background', ms(cost.indexMs)],
    ...taskRows('of that', cost.index),
    [
      'query to result on screen, median / longest',
      `${ms(cost.searchMs.p50)} / ${ms(cost.searchMs.max)}`,
    ],
  ]);
  return cost;
}

/** A long conversation in the production build, which `benchList` has made. */
async function benchTranscript() {
  const cost = await measureTranscript();
  printTable(`a conversation of ${cost.turns} turns, ${cost.characters} characters`, [
    ...taskRows('while it is opened', cost.opening),
    ['turns in the page then', String(cost.drawnCount)],
    ...taskRows('while it is scrolled to its beginning', cost.scrolling),
    ['frames then that show a place where turns are yet to be drawn', percent(cost.undrawnShare)],
    ['turns in the page then', String(cost.drawnAfterCount)],
  ]);
  return cost;
}

/**
 * @param {string} when
 * @param {import('../bench/trace-tasks.mjs').TaskCost} cost
 */
function taskRows(when, { longestMs, longestCpuMs, overCount, overCpuCount }) {
  return [
    [
      `longest task ${when}: the page’s own work / with what else the machine did`,
      `${ms(longestCpuMs)} / ${ms(longestMs)}`,
    ],
    [`tasks over ${LONG_MS} ms ${when}, likewise`, `${overCpuCount} / ${overCount}`],
  ];
}

/**
 * @param {string} title
 * @param {string[][]} rows
 */
function printTable(title, rows) {
  console.log(`| ${title} | |\n|---|---|`);
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
}

/** What the safety layer costs one reply. */
async function benchGate() {
  assembleClassifier();
  const compiled = await compileForNode('tools/bench/measure-gate.ts');
  /** @type {typeof import('../bench/measure-gate.ts')} */
  const { measureGate } = await import(pathToFileURL(compiled).href);
  const cost = await measureGate(join(MODELS, CLASSIFIER_ID), TEXT);
  const replyMs = cost.streamMs;
  const rows = [
    ['a reply of', `${cost.tokens} tokens in ${(replyMs / 1_000).toFixed(1)} s`],
    [
      'added to it, after its last token',
      `${ms(cost.addedMs)} (${percent(cost.addedMs / replyMs)})`,
    ],
    [
      'added before it, for its question',
      `${ms(cost.questionMs)} (${percent(cost.questionMs / replyMs)})`,
    ],
    ['text held back, p50 / p95', `${ms(cost.heldMs.p50)} / ${ms(cost.heldMs.p95)}`],
    ['share of one core', percent(cost.busyShare)],
  ];
  printTable('safety layer, level standard', rows);
  return cost;
}
