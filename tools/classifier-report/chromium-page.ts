import { parseProfile, SafetyClassifier, type Side } from '../../src/safety/index.ts';
import { openSession } from '../../workers/classify/onnx-session.ts';
import { readTokenizer } from '../../workers/classify/tokenizer.ts';

export interface ParityText {
  text: string;
  side: Side;
}

export interface Measured {
  /** Of one window of 64 tokens, in milliseconds. */
  p50Ms: number;
  p95Ms: number;
  /** The scores of every head and what `standard` finds, for each text. */
  judged: { heads: Record<string, number>; finding: string }[];
}

const WARM_UP_RUNS = 5;
const TIMED_RUNS = 60;
const WINDOW_TOKENS = 64;
/** An ordinary piece; which one does not change the time. */
const FIRST_TOKEN = 1_000;

/** Called in Chromium by the report: times the model and scores texts with the code of the worker. */
async function measure(base: string, texts: readonly ParityText[]): Promise<Measured> {
  const read = async (name: string): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(await (await fetch(`${base}${name}`)).arrayBuffer());
  const session = await openSession(
    await read('ort-wasm-simd-threaded.wasm'),
    await read('classifier.onnx'),
  );
  const ids = Array.from({ length: WINDOW_TOKENS }, (_, at) => FIRST_TOKEN + at);
  const times: number[] = [];
  for (let run = 0; run < WARM_UP_RUNS + TIMED_RUNS; run += 1) {
    const startMs = performance.now();
    await session.run(ids);
    if (run >= WARM_UP_RUNS) times.push(performance.now() - startMs);
  }
  times.sort((a, b) => a - b);

  const classifier = new SafetyClassifier(
    readTokenizer(await read('tokenizer.json')),
    (window) => session.run(window),
    parseProfile(new TextDecoder().decode(await read('classifier.json'))),
  );
  const judged: Measured['judged'] = [];
  for (const { text, side } of texts) {
    const { heads, findings } = await classifier.classify(text, side);
    judged.push({ heads, finding: findings.standard.finding });
  }
  return {
    p50Ms: times[Math.floor(TIMED_RUNS / 2)] ?? NaN,
    p95Ms: times[Math.floor(TIMED_RUNS * 0.95)] ?? NaN,
    judged,
  };
}

Object.assign(globalThis, { measure });
