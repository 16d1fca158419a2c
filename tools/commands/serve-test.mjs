// @ts-check
/** `npm run serve:test`: the production build plus the tests' model, as the end-to-end tests use it. */
import { join } from 'node:path';
import { ensureDependencies, ROOT } from '../setup/dependencies.mjs';
import {
  assembleClassifier,
  assembleFixtureModel,
  CLASSIFIER_ID,
  DEFAULT_MODEL_ID,
  FIXTURE_MODEL_ID,
  MODELS,
} from '../setup/models.mjs';
import { run, runMain, say, SetupError } from '../setup/process.mjs';

const DEFAULT_PORT = 4174;

await runMain(async () => {
  await ensureDependencies();
  assembleFixtureModel();
  assembleClassifier();
  if (!process.argv.includes('--no-build')) {
    const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
    const status = await run(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: ROOT,
    });
    if (status !== 0) throw new SetupError('the build failed; the messages above say why.');
  }
  const { serveSite } = await import('../site/server.mjs');
  const site = await serveSite({
    dist: join(ROOT, 'dist'),
    models: MODELS,
    modelIds: [FIXTURE_MODEL_ID, DEFAULT_MODEL_ID, CLASSIFIER_ID],
    port: Number(process.env['PORT'] ?? DEFAULT_PORT),
  });
  say(`ready at ${site.url}?model=${FIXTURE_MODEL_ID}`);
});
