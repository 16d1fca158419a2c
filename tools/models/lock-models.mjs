// @ts-check
/**
 * Writes models.lock.json from the model folders that lie ready. Run it after a model or a library has changed. A model that
 * was not prepared here keeps its entry.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  assembleClassifier,
  assembleFixtureModel,
  CLASSIFIER_ID,
  DEFAULT_MODEL_ID,
  FIXTURE_MODEL_ID,
  hashModel,
  LOCK_FILE,
  MODELS,
  readLock,
} from '../setup/models.mjs';
import { say } from '../setup/process.mjs';

assembleFixtureModel();
assembleClassifier();
const models = [DEFAULT_MODEL_ID, FIXTURE_MODEL_ID, CLASSIFIER_ID].map((id) => ({
  id,
  files: existsSync(join(MODELS, id))
    ? hashModel(id)
    : (readLock().find((model) => model.id === id)?.files ?? []),
}));
writeFileSync(LOCK_FILE, `${JSON.stringify({ models }, null, 2)}\n`);
for (const { id, files } of models) {
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  say(`${id}: ${files.length} files, ${sizeBytes} bytes`);
}
