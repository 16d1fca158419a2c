// @ts-check
/** Turns WebLLM's own list of models into ours. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModelType, prebuiltAppConfig } from '@mlc-ai/web-llm';
import { format } from 'prettier';
import { ROOT } from '../setup/dependencies.mjs';
import { readKnownModels } from './families.mjs';
import { embeddingBytes, LAYOUTS, weightBytes } from './quantisations.mjs';

/** @typedef {import('@mlc-ai/web-llm').ModelRecord} ModelRecord */
/** @typedef {import('../../src/domain/listed-model.ts').ListedModel} ListedModel */
/** @typedef {{ id: string, reason: string }} Skipped */

export const CATALOGUE_FILE = join(ROOT, 'src', 'domain', 'listed-models.json');

const BYTES_PER_WEBLLM_MB = 1024 * 1024;

/**
 * @param {ModelRecord} record
 * @returns {string | null} why the chat cannot use this model
 */
function reasonToSkip({ model_type }) {
  if (model_type === ModelType.embedding) return 'turns text into vectors and cannot chat';
  if (model_type === ModelType.VLM) return 'made for questions about pictures; the chat sends text';
  return null;
}

/**
 * @param {string} id
 * @returns {{ model: string, quantisation: import('../../src/domain/listed-model.ts').Quantisation }}
 */
function readId(id) {
  const [, model, quantisation] = /^(.+)-(q\df\d\d(?:_\d)?)-MLC(?:-1k)?$/u.exec(id) ?? [];
  const known = /** @type {(keyof typeof LAYOUTS)[]} */ (Object.keys(LAYOUTS)).find(
    (name) => name === quantisation,
  );
  if (!model || !known) throw new Error(`${id}: no quantisation that we know`);
  return { model, quantisation: known };
}

/**
 * @param {ModelRecord} record
 * @param {ReturnType<typeof readKnownModels>} knownModels
 * @returns {ListedModel}
 */
function listModel(record, knownModels) {
  const { model_id: id, vram_required_MB: memory, overrides } = record;
  const { model, quantisation } = readId(id);
  const known = knownModels.get(model);
  if (!known) throw new Error(`${id}: write down what ${model} is, in families.json`);
  const contextWindowTokens = overrides?.context_window_size;
  if (!memory || !contextWindowTokens) throw new Error(`${id}: WebLLM says no memory or context`);
  const layout = LAYOUTS[quantisation];
  return {
    id,
    name: known.name,
    family: known.family,
    parameters: known.parameters,
    quantisation,
    licence: known.licence,
    languages: known.languages,
    alignment: known.alignment,
    contextWindowTokens,
    gpuMemoryBytes: Math.round(memory * BYTES_PER_WEBLLM_MB),
    estimatedDownloadBytes: weightBytes(known.parameters, layout),
    largestBufferBytes:
      record.buffer_size_required_bytes ?? embeddingBytes(known.embedding, layout),
    needsShaderF16:
      quantisation.includes('f16') || (record.required_features ?? []).includes('shader-f16'),
    repositoryUrl: record.model,
    libraryUrl: record.model_lib,
    isLowResource: record.low_resource_required ?? false,
    rank: known.rank,
  };
}

/** @returns {string} the version of WebLLM that is installed */
function readWebLlmVersion() {
  const file = join(ROOT, 'node_modules', '@mlc-ai', 'web-llm', 'package.json');
  return JSON.parse(readFileSync(file, 'utf8')).version;
}

/**
 * The catalogue of the installed WebLLM. Throws where a model is not described in families.json, so that a new version of
 * WebLLM cannot bring a model whose licence nobody looked at.
 * @returns {{ webLlmVersion: string, models: ListedModel[], skipped: Skipped[] }} models sorted by id
 */
export function buildCatalogue() {
  const knownModels = readKnownModels();
  /** @type {ListedModel[]} */
  const models = [];
  /** @type {Skipped[]} */
  const skipped = [];
  for (const record of prebuiltAppConfig.model_list) {
    const reason = reasonToSkip(record);
    if (reason === null) models.push(listModel(record, knownModels));
    else skipped.push({ id: record.model_id, reason });
  }
  // by code point, because the order must not depend on the language of the machine
  models.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { webLlmVersion: readWebLlmVersion(), models, skipped };
}

/**
 * @param {ReturnType<typeof buildCatalogue>} catalogue
 * @returns {Promise<string>} the text of `listed-models.json`, as `npm run format` would leave it
 */
export function formatCatalogue({ webLlmVersion, models }) {
  return format(JSON.stringify({ webLlmVersion, models }, null, 2), {
    parser: 'json',
    printWidth: 100,
  });
}
