// @ts-check
/** `npm start`: from a fresh clone to a running Mamori. Needs nothing but Node. */
import { join } from 'node:path';
import { buildApp } from '../setup/build-app.mjs';
import { ensureDependencies, ROOT } from '../setup/dependencies.mjs';
import {
  assembleClassifier,
  CLASSIFIER_ID,
  DEFAULT_MODEL_ID,
  ensureDefaultModel,
  isModelPrepared,
  MODELS,
} from '../setup/models.mjs';
import { runMain, say, SetupError } from '../setup/process.mjs';

const DEFAULT_PORT = 4173;

await runMain(async () => {
  await ensureDependencies();
  try {
    await ensureDefaultModel();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    say(
      'starting all the same: the app opens, but its default model cannot be downloaded from here.',
    );
  }
  assembleClassifier();
  say('building');
  await buildApp('warn');

  // the server needs installed packages, so it is loaded only now
  const { serveSite } = await import('../site/server.mjs');
  const options = {
    dist: join(ROOT, 'dist'),
    models: MODELS,
    modelIds: [DEFAULT_MODEL_ID, CLASSIFIER_ID].filter(isModelPrepared),
  };
  const wanted = Number(process.env['PORT'] ?? DEFAULT_PORT);
  const site = await serveSite({ ...options, port: wanted }).catch((error) => {
    if (error.code !== 'EADDRINUSE') throw error;
    say(`port ${wanted} is taken; using another`);
    return serveSite({ ...options, port: 0 });
  });
  say(`ready at ${site.url} (Ctrl+C stops it)`);
});
