import * as ort from 'onnxruntime-web/wasm';

/** One loaded model: token ids in, one logit a head out. */
export interface OnnxSession {
  run(ids: readonly number[]): Promise<Float32Array>;
}

/**
 * Loads the classifier into ONNX Runtime. Both the runtime's WebAssembly and the model come as bytes, so this worker needs
 * no network. One thread: more would compete with the page and the model for two cores, and need nested workers.
 */
export async function openSession(
  runtime: Uint8Array<ArrayBuffer>,
  model: Uint8Array<ArrayBuffer>,
): Promise<OnnxSession> {
  ort.env.wasm.wasmBinary = runtime;
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.proxy = false;
  ort.env.logLevel = 'error';
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
  });
  return {
    async run(ids) {
      const shape = [1, ids.length];
      const { logits } = await session.run({
        input_ids: new ort.Tensor('int32', Int32Array.from(ids), shape),
        attention_mask: new ort.Tensor('int32', new Int32Array(ids.length).fill(1), shape),
      });
      if (!(logits?.data instanceof Float32Array)) throw new Error('the model gave no logits');
      return logits.data;
    },
  };
}
