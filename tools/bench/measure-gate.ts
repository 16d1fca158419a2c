import { readFileSync } from 'node:fs';
import { OutputGate, Placeholders, shippedPolicy, TextScanner } from '../../src/safety/index.ts';
import type { JudgeText } from '../../src/safety/pipeline/screen-input.ts';
import { openClassifier } from '../safety-eval/open-classifier.ts';

/** What the layer costs one reply. Times in milliseconds. */
export interface GateCost {
  tokens: number;
  streamMs: number;
  /** From the model's last token to the verdict: what the reader waits longer than without the layer. */
  addedMs: number;
  /** How long characters were held back after they had been generated. */
  heldMs: { p50: number; p95: number };
  /** Part of one core that the classifier was busy while the reply was written. */
  busyShare: number;
  questionMs: number;
}

const TOKENS = 600;
/** A middling graphics card with the default model's size class (reference figures: 25 to 140 a second). */
const TOKENS_PER_SECOND = 40;
const CHARACTERS_PER_TOKEN = 4;

/** Streams a plain English text of 600 tokens through the gate, with the shipped classifier, as fast as a model would. */
export async function measureGate(classifierFolder: string, textFile: string): Promise<GateCost> {
  const classifier = await openClassifier(classifierFolder);
  const policy = shippedPolicy('standard', 'general');
  const scanner = TextScanner.create(policy, 'response');
  if (!scanner.ok) throw new Error(scanner.error.detail);
  let busyMs = 0;
  const judge: JudgeText = async (text, side) => {
    const startMs = performance.now();
    const value = await classifier.classify(text, side);
    busyMs += performance.now() - startMs;
    return { ok: true, value };
  };
  await judge('warm up', 'prompt');
  const questionStartMs = performance.now();
  await judge('How do I look after a garden through the year, month by month?', 'prompt');
  const questionMs = performance.now() - questionStartMs;

  const text = readFileSync(textFile, 'utf8')
    .repeat(10)
    .slice(0, TOKENS * CHARACTERS_PER_TOKEN);
  const arrivedMs: number[] = [];
  const heldMs: number[] = [];
  const gate = new OutputGate({
    policy,
    scanner: scanner.value,
    judge,
    placeholders: new Placeholders(),
    watched: false,
    release: (part) => {
      const nowMs = performance.now();
      for (let at = 0; at < part.length; at += 1) {
        heldMs.push(nowMs - (arrivedMs[heldMs.length] ?? nowMs));
      }
    },
    retract: () => undefined,
    onClosed: () => {
      throw new Error('the benchmark text was blocked');
    },
  });
  busyMs = 0;
  const startMs = performance.now();
  for (let token = 0; token < TOKENS; token += 1) {
    const dueMs = startMs + (token * 1_000) / TOKENS_PER_SECOND;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
    const part = text.slice(token * CHARACTERS_PER_TOKEN, (token + 1) * CHARACTERS_PER_TOKEN);
    for (let at = 0; at < part.length; at += 1) arrivedMs.push(dueMs);
    gate.push(part);
  }
  const lastTokenMs = performance.now();
  await gate.end();
  const endMs = performance.now();
  heldMs.sort((a, b) => a - b);
  const quantile = (share: number): number => heldMs[Math.floor(share * (heldMs.length - 1))] ?? 0;
  return {
    tokens: TOKENS,
    streamMs: lastTokenMs - startMs,
    addedMs: endMs - lastTokenMs,
    heldMs: { p50: quantile(0.5), p95: quantile(0.95) },
    busyShare: busyMs / (endMs - startMs),
    questionMs,
  };
}
