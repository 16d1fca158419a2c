import { err, ok, type Result } from '../../src/domain/result.ts';
import type { ChosenFile } from '../../src/protocol/download-contract.ts';
import type { ModelSource } from './source-file.ts';
import { SourceListing } from './source-listing.ts';

/** A folder that a person chose. Error: `model-unsupported`, as of a `SourceListing`. */
export function listFiles(files: readonly ChosenFile[]): Result<ModelSource> {
  const listing = new SourceListing();
  for (const { path, blob } of files) {
    const refusal = listing.addFile({
      path,
      sizeBytes: blob.size,
      pour: (into, signal) => blob.stream().pipeTo(into, { signal }),
    });
    if (refusal) return err(refusal);
  }
  return ok({ files: listing.files, name: null });
}
