// @ts-check
/**
 * `npm run classifier:report -- [--data FOLDER] [--write]`: measures the shipped classifier and prints the tables of its
 * model card; with `--write` also puts them there. Without the corpus, its rows are said to be missing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies, ROOT } from '../setup/dependencies.mjs';
import { runMain, say } from '../setup/process.mjs';

const CARD = join(ROOT, 'docs', 'classifier-card.md');
const PLOT = join(ROOT, 'docs', 'images', 'classifier-calibration.svg');
const BEGIN = '<!-- figures: npm run classifier:report -- --write -->';
const END = '<!-- end of figures -->';

await runMain(async () => {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: join(ROOT, '..', 'shared', 'safety-data') },
      write: { type: 'boolean', default: false },
    },
  });
  await ensureDependencies();
  const { corpusTestRows, seedTestRows } = await import('../classifier-report/rows.mjs');
  const { scoreRows } = await import('../safety-eval/score-file.mjs');
  const { reportOf } = await import('../classifier-report/report.mjs');
  const { drawCalibration } = await import('../classifier-report/calibration-plot.mjs');

  const rows = [...seedTestRows(), ...corpusTestRows(resolve(values.data))];
  say(`scoring ${rows.length} texts; about six minutes on two cores`);
  const columns = await scoreRows(rows, 'standard');
  const scored = rows.map((row, at) => {
    const scores = columns[at];
    if (!scores) throw new Error('a row was not scored');
    return { ...row, ...scores };
  });
  const report = await reportOf(scored);
  console.log(report);
  if (values.write) {
    const card = readFileSync(CARD, 'utf8');
    const [before] = card.split(BEGIN);
    const [, after] = card.split(END);
    const { format, resolveConfig } = await import('prettier');
    const written = `${before}${BEGIN}\n\n${report}\n${END}${after}`;
    writeFileSync(CARD, await format(written, { ...(await resolveConfig(CARD)), filepath: CARD }));
    writeFileSync(PLOT, drawCalibration(scored));
  }
  return 0;
});
