// @ts-check
/** Puts the default model into `dist/`, so that the folder is a whole site. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/dependencies.mjs';
import { DEFAULT_MODEL_ID, ensureDefaultModel, MODELS } from '../setup/models.mjs';
import { runMain, say } from '../setup/process.mjs';

await runMain(async () => {
  await ensureDefaultModel();
  const target = join(ROOT, 'dist', 'models', DEFAULT_MODEL_ID);
  cpSync(join(MODELS, DEFAULT_MODEL_ID), target, { recursive: true });
  say('dist/ is complete: the app and its default model');
});
