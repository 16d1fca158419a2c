// @ts-check
/** `npm run serve:test`: the production build plus the tests' model, as the end-to-end tests use it. */
import { join } from 'node:path';
import { buildApp } from '../setup/build-app.mjs';
import { ensureDependencies, ROOT } from '../setup/dependencies.mjs';
import {
  assembleClassifier,
  assembleFixtureModel,
  CLASSIFIER_ID,
  DEFAULT_MODEL_ID,
  FIXTURE_MODEL_ID,
  MODELS,
} from '../setup/models.mjs';
import { runMain, say } from '../setup/process.mjs';

const DEFAULT_PORT = 4174;

await runMain(async () => {
  await ensureDependencies();
  assembleFixtureModel();
  assembleClassifier();
  if (!process.argv.includes('--no-build')) {
    await buildApp('warn');
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
