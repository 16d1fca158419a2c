import {
  OutputGate,
  Placeholders,
  shippedPolicy,
  TextScanner,
  type JudgeText,
  type SafetyClassifier,
  type Strength,
} from '../../src/safety/index.ts';
import { openClassifier } from '../safety-eval/open-classifier.ts';

/** What the gate made of one reply. */
export interface GatedReply {
  isEnded: boolean;
  /** UTF-16 units that were ever shown. */
  shownLength: number;
}

/** Sends each reply through the gate of each level, in the general domain. */
export async function gateReplies(
  classifierFolder: string,
  replies: readonly string[],
  levels: readonly Strength[],
): Promise<GatedReply[][]> {
  const classifier = await openClassifier(classifierFolder);
  const gated: GatedReply[][] = [];
  for (const reply of replies) {
    const perLevel: GatedReply[] = [];
    // the levels share what the classifier remembers
    for (const level of levels) perLevel.push(await gateReply(classifier, reply, level));
    gated.push(perLevel);
  }
  return gated;
}

async function gateReply(
  classifier: SafetyClassifier,
  reply: string,
  level: Strength,
): Promise<GatedReply> {
  const policy = shippedPolicy(level, 'general');
  const scanner = TextScanner.create(policy, 'response');
  if (!scanner.ok) throw new Error(scanner.error.detail);
  const judge: JudgeText = async (text, side) => ({
    ok: true,
    value: await classifier.classify(text, side),
  });
  let shownLength = 0;
  const gate = new OutputGate({
    policy,
    scanner: scanner.value,
    judge,
    placeholders: new Placeholders(),
    watched: false,
    release: (text) => (shownLength += text.length),
    retract: () => undefined,
    onClosed: () => undefined,
  });
  gate.push(reply);
  const { by } = await gate.end();
  return { isEnded: by !== null, shownLength };
}
