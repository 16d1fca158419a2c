// @ts-check
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './dependencies.mjs';
import { run, say, SetupError } from './process.mjs';
import { ensurePython } from './python.mjs';

/** Where served models lie, one folder each. Not in git: they are made from pinned sources. */
export const MODELS = join(ROOT, 'models');
export const LOCK_FILE = join(ROOT, 'models.lock.json');
export const DEFAULT_MODEL_ID = 'smollm2-135m-instruct';
export const FIXTURE_MODEL_ID = 'mamori-tiny';
export const CLASSIFIER_ID = 'mamori-classifier';

/**
 * @typedef {{ path: string, sizeBytes: number, sha256: string }} LockedFile
 * @typedef {{ id: string, files: LockedFile[] }} LockedModel
 */

/** @returns {LockedModel[]} */
export function readLock() {
  return JSON.parse(readFileSync(LOCK_FILE, 'utf8')).models;
}

/**
 * What is in a model's folder, hashed.
 * @param {string} id
 * @returns {LockedFile[]} sorted by path
 */
export function hashModel(id) {
  const folder = join(MODELS, id);
  return readdirSync(folder)
    .sort()
    .map((path) => {
      const bytes = readFileSync(join(folder, path));
      return {
        path,
        sizeBytes: bytes.byteLength,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      };
    });
}

/**
 * Whether a model's folder holds exactly what the lock file says.
 * @param {string} id
 */
export function isModelPrepared(id) {
  const locked = readLock().find((model) => model.id === id)?.files ?? [];
  const folder = join(MODELS, id);
  if (locked.length === 0 || !existsSync(folder)) return false;
  // sizes first: hashing 90 MB at every start would be felt
  const sizesMatch = locked.every(({ path, sizeBytes }) => {
    const stats = statSync(join(folder, path), { throwIfNoEntry: false });
    return stats?.size === sizeBytes;
  });
  if (!sizesMatch) return false;
  return JSON.stringify(hashModel(id)) === JSON.stringify(locked);
}

/** Downloads and converts the default model if it is absent. Throws a `SetupError` if it cannot. */
export async function ensureDefaultModel() {
  if (isModelPrepared(DEFAULT_MODEL_ID)) return;
  const python = await ensurePython();
  say('preparing the default model (downloads 93 MB, once)');
  const out = join(MODELS, DEFAULT_MODEL_ID);
  const script = join(ROOT, 'tools', 'default-model', 'prepare.py');
  if ((await run(python, [script, '--out', out])) !== 0) {
    throw new SetupError('the default model could not be prepared.');
  }
  if (!isModelPrepared(DEFAULT_MODEL_ID)) {
    throw new SetupError(
      'the prepared default model does not match models.lock.json; it will not be served.',
    );
  }
}

/** Puts the tests' model together from its committed weights and its compiled library. */
export function assembleFixtureModel() {
  const tools = join(ROOT, 'tools');
  const target = join(MODELS, FIXTURE_MODEL_ID);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const source = join(tools, 'fixture-model', 'model');
  for (const name of readdirSync(source)) {
    const belongsToTests = name === 'shape.json' || name === 'dialogues.json';
    if (!belongsToTests) cpSync(join(source, name), join(target, name));
  }
  cpSync(
    join(tools, 'model-library', 'libraries', `${FIXTURE_MODEL_ID}.wasm`),
    join(target, 'library.wasm'),
  );
}

/** Puts the safety classifier together from its committed files and the runtime of the installed package. */
export function assembleClassifier() {
  const target = join(MODELS, CLASSIFIER_ID);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const source = join(ROOT, 'tools', 'classifier', 'model');
  for (const name of ['classifier.json', 'classifier.onnx', 'tokenizer.json']) {
    cpSync(join(source, name), join(target, name));
  }
  const runtime = 'ort-wasm-simd-threaded.wasm';
  cpSync(join(ROOT, 'node_modules', 'onnxruntime-web', 'dist', runtime), join(target, runtime));
}
