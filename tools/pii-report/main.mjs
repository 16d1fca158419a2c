// @ts-check
/** `npm run pii:report [-- --examples]`: precision and recall of the detectors of personal data, as a Markdown table. */
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { compileForNode } from '../setup/compile-typescript.mjs';
import { ensureDependencies } from '../setup/dependencies.mjs';
import { runMain } from '../setup/process.mjs';

await runMain(async () => {
  const { values } = parseArgs({ options: { examples: { type: 'boolean', default: false } } });
  await ensureDependencies();
  const compiled = await compileForNode('tools/pii-report/measure.ts');
  /** @type {typeof import('./measure.ts')} */
  const { measure } = await import(pathToFileURL(compiled).href);
  const rows = measure();
  console.log('| Entity | Positives | Near misses | Precision | Recall | Goal |');
  console.log('|---|---|---|---|---|---|');
  for (const row of rows) {
    const cells = [
      `\`${row.entity}\``,
      row.positives,
      row.nearMisses,
      row.precision.toFixed(3),
      row.recall.toFixed(3),
      `${row.goal.precision} / ${row.goal.recall}${row.isGood ? '' : ' **missed**'}`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
  if (values.examples)
    for (const row of rows)
      for (const example of row.examples) console.log(`${row.entity} ${example}`);
  return rows.every((row) => row.isGood) ? 0 : 1;
});
