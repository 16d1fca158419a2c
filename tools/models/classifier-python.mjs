// @ts-check
/** `npm run classifier:seeds`, `classifier:fixtures`: runs a module of the classifier's Python package. */
import { join } from 'node:path';
import { ensureDependencies, ROOT } from '../setup/dependencies.mjs';
import { run, runMain } from '../setup/process.mjs';
import { ensureTrainingPython } from '../setup/python.mjs';

await runMain(async () => {
  await ensureDependencies();
  const python = await ensureTrainingPython();
  const [module = '', ...args] = process.argv.slice(2);
  const cwd = join(ROOT, 'tools', 'classifier');
  return run(python, ['-m', `mamori_classifier.${module}`, ...args], { cwd });
});
