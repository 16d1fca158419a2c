// @ts-check
/** `npm run pii:report [-- --examples]`: precision and recall of the detectors of personal data, as a Markdown table. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureDependencies, ROOT } from '../setup/dependencies.mjs';
import { runMain } from '../setup/process.mjs';

const BUILD = join(ROOT, '.cache', 'pii-report');
/** Compiles the measurement and the app's own TypeScript for Node. @returns {Promise<typeof import('./measure.ts')>} */
async function loadMeasurement() {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    build: {
      ssr: join(ROOT, 'tools', 'pii-report', 'measure.ts'),
      outDir: BUILD,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
    },
  });
  return import(pathToFileURL(join(BUILD, 'measure.mjs')).href);
}

await runMain(async () => {
  const { values } = parseArgs({ options: { examples: { type: 'boolean', default: false } } });
  await ensureDependencies();
  const { measure } = await loadMeasurement();
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
