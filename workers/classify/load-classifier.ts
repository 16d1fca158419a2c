import { toAppError } from '../../src/domain/app-error.ts';
import type { ModelFile } from '../../src/domain/catalogue.ts';
import { CLASSIFIER_FILES, CLASSIFIER_ID } from '../../src/domain/classifier-files.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import { parseProfile, SafetyClassifier } from '../../src/safety/index.ts';
import { readVerified } from '../../src/storage/weights/read-verified.ts';
import type { WeightStore } from '../../src/storage/weights/weight-store.ts';
import { openSession, type OnnxSession } from './onnx-session.ts';
import { readTokenizer } from './tokenizer.ts';
import { WindowTimes } from './window-times.ts';

export interface LoadedClassifier {
  classifier: SafetyClassifier;
  times: WindowTimes;
}

/** Reads and verifies the classifier's files, starts the runtime and runs it once on both sides. */
export async function loadClassifier(
  store: WeightStore,
  files: readonly ModelFile[],
): Promise<Result<LoadedClassifier>> {
  const read = async (path: string): Promise<Result<Uint8Array<ArrayBuffer>>> => {
    const file = files.find((candidate) => candidate.path === path);
    if (!file) return err({ type: 'model-incomplete', modelId: CLASSIFIER_ID, path });
    return readVerified(store, CLASSIFIER_ID, file);
  };
  const profile = await read(CLASSIFIER_FILES.profile);
  if (!profile.ok) return profile;
  const tokenizer = await read(CLASSIFIER_FILES.tokenizer);
  if (!tokenizer.ok) return tokenizer;
  const model = await read(CLASSIFIER_FILES.model);
  if (!model.ok) return model;
  const runtime = await read(CLASSIFIER_FILES.runtime);
  if (!runtime.ok) return runtime;

  try {
    return ok(
      await assemble(profile.value, tokenizer.value, await openSession(runtime.value, model.value)),
    );
  } catch (thrown) {
    return err(toAppError(thrown));
  }
}

async function assemble(
  profile: Uint8Array,
  tokenizer: Uint8Array,
  session: OnnxSession,
): Promise<LoadedClassifier> {
  const times = new WindowTimes();
  const classifier = new SafetyClassifier(
    readTokenizer(tokenizer),
    async (ids) => {
      const logits = await times.measure(() => session.run(ids));
      await yieldToMessages();
      return logits;
    },
    parseProfile(new TextDecoder().decode(profile)),
  );
  // the first run of a session allocates and is several times slower than the next
  await classifier.classify('warm up', 'prompt');
  times.forget();
  return { classifier, times };
}

/** A run blocks this thread: without a task after each neither an abort nor the deadline would be seen between windows. */
function yieldToMessages(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
