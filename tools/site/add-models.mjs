// @ts-check
/** Puts the default model and the safety classifier into `dist/`, so that the folder is a whole site. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/dependencies.mjs';
import {
  assembleClassifier,
  CLASSIFIER_ID,
  DEFAULT_MODEL_ID,
  ensureDefaultModel,
  MODELS,
} from '../setup/models.mjs';
import { runMain, say } from '../setup/process.mjs';

await runMain(async () => {
  await ensureDefaultModel();
  assembleClassifier();
  for (const id of [DEFAULT_MODEL_ID, CLASSIFIER_ID]) {
    cpSync(join(MODELS, id), join(ROOT, 'dist', 'models', id), { recursive: true });
  }
  say('dist/ is complete: the app, its default model and the safety classifier');
});
