import { sumKnownBytes } from '../../src/domain/remote-model.ts';
import type { ImportedModel } from '../../src/domain/imported-model.ts';
import { ok, type Result } from '../../src/domain/result.ts';
import type { ByteProgress, ImportSource } from '../../src/protocol/download-contract.ts';
import type { WeightStore } from '../../src/storage/weights/weight-store.ts';
import { ByteCounter } from './byte-counter.ts';
import { cleanName } from './clean-name.ts';
import { listFiles } from './list-files.ts';
import { findLocalFolder } from './local-folder.ts';
import { readContextWindow } from './model-parts.ts';
import { readManifest } from './read-manifest.ts';
import type { ModelSource } from './source-file.ts';
import { storeFiles } from './store-files.ts';

export interface ImportRequest {
  source: ImportSource;
  signal: AbortSignal;
  onProgress: (progress: ByteProgress) => void;
}

/**
 * Takes a model from a folder or a zip into the store: only the files that WebLLM needs, checked as those of a host are.
 * If anything fails, nothing stays that was not there before. Errors: `model-unsupported` with the name of what is
 * missing or wrong, `unknown` with the name of a file that cannot be read, `out-of-memory`, `quota-exceeded`,
 * `storage-unavailable`, `aborted`.
 */
export async function importModel(
  { source, signal, onProgress }: ImportRequest,
  store: WeightStore,
): Promise<Result<ImportedModel>> {
  const opened = await openSource(source);
  if (!opened.ok) return opened;
  const folder = findLocalFolder(opened.value);
  if (!folder.ok) return folder;
  const manifest = await readManifest(folder.value, signal);
  if (!manifest.ok) return manifest;
  const { config, files } = manifest.value;
  const counter = new ByteCounter(sumKnownBytes(files) ?? 0, onProgress);
  const stored = await storeFiles({ folder: folder.value, files, signal, counter }, store);
  counter.end();
  if (!stored.ok) return stored;
  return ok({
    name: cleanName(folder.value.name ?? config.model_id ?? opened.value.name ?? ''),
    files: stored.value,
    contextWindowTokens: readContextWindow(config),
  });
}

async function openSource(source: ImportSource): Promise<Result<ModelSource>> {
  switch (source.type) {
    case 'files':
      return listFiles(source.files);
    case 'zip': {
      // only who imports or exports loads the code of zips
      const { openZip } = await import('./open-zip.ts');
      return openZip(source.blob);
    }
  }
}
