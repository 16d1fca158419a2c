// @ts-check
/**
 * `npm run classifier:train -- --data FOLDER`: makes the safety classifier from nothing, into tools/classifier/model.
 * About an hour and a half on two cores. What it takes besides is in tools/classifier/README.md.
 */
import { join, resolve } from 'node:path';
import { ensureDependencies, ROOT } from '../setup/dependencies.mjs';
import { run, runMain } from '../setup/process.mjs';
import { ensureTrainingPython } from '../setup/python.mjs';

await runMain(async () => {
  await ensureDependencies();
  const python = await ensureTrainingPython();
  const cwd = join(ROOT, 'tools', 'classifier');
  const given = process.argv.slice(2);
  // folders are meant as seen from where the command was typed
  const args = given.map((arg, at) =>
    ['--data', '--out', '--base'].includes(given[at - 1] ?? '') ? resolve(arg) : arg,
  );
  const env = { ...process.env, GOMP_SPINCOUNT: '0' };
  return run(python, ['-m', 'mamori_classifier.retrain', ...args], { cwd, env });
});
