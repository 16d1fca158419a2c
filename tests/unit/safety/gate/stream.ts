import {
  OutputGate,
  Placeholders,
  shippedPolicy,
  TextScanner,
  type GateVerdict,
  type JudgeText,
  type Policy,
} from '../../../../src/safety/index.ts';
import { merge, type Json } from '../../../../src/safety/policy/merge.ts';
import { scriptedJudge } from '../../../support/scripted-judge.ts';

export interface Streamed {
  shown: string;
  /** Everything that was ever on screen, also if it was taken back. */
  everShown: string;
  verdict: GateVerdict;
  placeholders: Placeholders;
}

/** Sends a text through a gate in these pieces, under the standard policy with some changes. */
export async function stream(
  pieces: readonly string[],
  options: { policy?: Json; judge?: JudgeText; watched?: boolean; isCut?: boolean } = {},
): Promise<Streamed> {
  const shipped = shippedPolicy('standard', 'general') as Json;
  const policy = merge(shipped, options.policy ?? {}) as unknown as Policy;
  const scanner = TextScanner.create(policy, 'response');
  if (!scanner.ok) throw new Error(scanner.error.detail);
  const placeholders = new Placeholders();
  let shown = '';
  let everShown = '';
  const gate = new OutputGate({
    policy,
    scanner: scanner.value,
    judge: options.judge ?? scriptedJudge(),
    placeholders,
    watched: options.watched ?? false,
    release: (text) => {
      shown += text;
      everShown += text;
    },
    retract: (length) => (shown = shown.slice(0, length)),
    onClosed: () => undefined,
  });
  for (const piece of pieces) {
    gate.push(piece);
    await Promise.resolve();
  }
  const verdict = await gate.end({ isCut: options.isCut ?? false });
  return { shown, everShown, verdict, placeholders };
}
