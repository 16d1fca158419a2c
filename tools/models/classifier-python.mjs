// @ts-check
/**
 * `npm run classifier:train`, `classifier:seeds`, `classifier:fixtures`: runs a module of the classifier's Python package.
 * What they do is in tools/classifier/README.md.
 */
import { join, resolve } from 'node:path';
import { ensureDependencies, ROOT } from '../setup/dependencies.mjs';
import { run, runMain } from '../setup/process.mjs';
import { ensureTrainingPython } from '../setup/python.mjs';

await runMain(async () => {
  await ensureDependencies();
  const python = await ensureTrainingPython();
  const [module = '', ...given] = process.argv.slice(2);
  // folders are meant as seen from where the command was typed
  const args = given.map((arg, at) =>
    ['--data', '--out', '--base'].includes(given[at - 1] ?? '') ? resolve(arg) : arg,
  );
  const cwd = join(ROOT, 'tools', 'classifier');
  const env = { ...process.env, GOMP_SPINCOUNT: '0' };
  return run(python, ['-m', `mamori_classifier.${module}`, ...args], { cwd, env });
});
