import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLASSIFIER_FILES } from '../../src/domain/classifier-files.ts';
import { parseProfile, SafetyClassifier } from '../../src/safety/index.ts';
import { openSession } from '../../workers/classify/onnx-session.ts';
import { readTokenizer } from '../../workers/classify/tokenizer.ts';

/** The shipped classifier from its folder, put together by the same code as in the worker. */
export async function openClassifier(folder: string): Promise<SafetyClassifier> {
  const read = (name: string): Uint8Array<ArrayBuffer> =>
    new Uint8Array(readFileSync(join(folder, name)));
  const session = await openSession(read(CLASSIFIER_FILES.runtime), read(CLASSIFIER_FILES.model));
  return new SafetyClassifier(
    readTokenizer(read(CLASSIFIER_FILES.tokenizer)),
    (ids) => session.run(ids),
    parseProfile(new TextDecoder().decode(read(CLASSIFIER_FILES.profile))),
  );
}
