/** The safety classifier's folder under `models/` and its entry in `models.lock.json`. */
export const CLASSIFIER_ID = 'mamori-classifier';

/** Its files: everything that the classifier worker needs, because that worker has no network. */
export const CLASSIFIER_FILES = {
  model: 'classifier.onnx',
  tokenizer: 'tokenizer.json',
  /** Calibration and thresholds. */
  profile: 'classifier.json',
  /** ONNX Runtime's WebAssembly. */
  runtime: 'ort-wasm-simd-threaded.wasm',
} as const;
