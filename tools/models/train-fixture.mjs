// @ts-check
/** `npm run models:fixture`: trains the tests' model again after its dialogues have changed. */
import { join } from 'node:path';
import { ensureDependencies, ROOT } from '../setup/dependencies.mjs';
import { run, runMain } from '../setup/process.mjs';
import { ensureTrainingPython } from '../setup/python.mjs';

await runMain(async () => {
  await ensureDependencies();
  const python = await ensureTrainingPython();
  const cwd = join(ROOT, 'tools', 'fixture-model');
  return run(python, ['-m', 'fixture_model.retrain', ...process.argv.slice(2)], { cwd });
});
