// @ts-check
/** `npm run bench`: what the safety layer and Markdown cost a reply, as Markdown tables and in `bench/results.json`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileForNode } from '../setup/compile-typescript.mjs';
import { ensureDependencies, ROOT } from '../setup/dependencies.mjs';
import { assembleClassifier, CLASSIFIER_ID, MODELS } from '../setup/models.mjs';
import { runMain } from '../setup/process.mjs';

const TEXT = join(ROOT, 'docs', 'architecture.md');

await runMain(async () => {
  await ensureDependencies();
  assembleClassifier();
  const compiled = await compileForNode('tools/bench/measure-gate.ts');
  /** @type {typeof import('../bench/measure-gate.ts')} */
  const { measureGate } = await import(pathToFileURL(compiled).href);
  const cost = await measureGate(join(MODELS, CLASSIFIER_ID), TEXT);
  const ms = (/** @type {number} */ value) => `${value.toFixed(0)} ms`;
  const percent = (/** @type {number} */ share) => `${(share * 100).toFixed(1)} %`;
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
  console.log('| safety layer, level standard | |\n|---|---|');
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
  const compiledMarkdown = await compileForNode('tools/bench/measure-markdown.ts');
  /** @type {typeof import('../bench/measure-markdown.ts')} */
  const { measureMarkdown } = await import(pathToFileURL(compiledMarkdown).href);
  const markdown = measureMarkdown(TEXT);
  console.log('\n| Markdown | |\n|---|---|');
  console.log(`| a reply of | ${markdown.characters} characters in ${markdown.pieces} pieces |`);
  console.log(`| reading it, in all | ${ms(markdown.totalMs)} |`);
  console.log(`| the piece that took longest | ${ms(markdown.worstMs)} |`);
  mkdirSync(join(ROOT, 'bench'), { recursive: true });
  writeFileSync(
    join(ROOT, 'bench', 'results.json'),
    `${JSON.stringify({ gate: cost, markdown }, null, 2)}\n`,
  );
});
