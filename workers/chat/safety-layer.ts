import type { Mask } from '../../src/domain/verdict.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import type {
  Guard,
  ReplyItem,
  ReplyVerdict,
  ScreenReply,
} from '../../src/protocol/chat-contract.ts';
import {
  ENTITIES,
  hashJson,
  OutputGate,
  Placeholders,
  screenInput,
  TextScanner,
  type Entity,
  type JudgeText,
  type Policy,
  type Side,
} from '../../src/safety/index.ts';
import type { ClassifierLink } from './classifier-link.ts';
import { DeltaBatcher } from './delta-batcher.ts';

/** A wait that a reader would notice. Milliseconds. */
const HOLDING_AFTER_MS = 300;

/** A reply on its way through the gate. */
export interface GuardedReply {
  push(text: string): void;
  /** Aborted when the gate has ended the reply. */
  readonly closed: AbortSignal;
  end(options: { isCut: boolean }): Promise<ReplyVerdict>;
}

/** The safety module at work in this worker: scanners are kept per policy, text goes to the classifier over the link. */
export class SafetyLayer {
  readonly #link: ClassifierLink;
  readonly #scanners = new Map<string, TextScanner>();

  constructor(link: ClassifierLink) {
    this.#link = link;
  }

  async screen(
    { text, policy, masks }: { text: string; policy: Policy; masks: readonly Mask[] },
    signal: AbortSignal,
  ): Promise<Result<ScreenReply>> {
    const policyHash = hashJson(policy);
    const scanner = this.#scannerFor(policy, policyHash, 'prompt');
    if (!scanner.ok) return scanner;
    const placeholders = openPlaceholders(masks);
    const judge: JudgeText = (part, side) => this.#link.judge(part, side, signal);
    const screened = await screenInput(text, {
      policy,
      scanner: scanner.value,
      judge,
      placeholders,
    });
    if (!screened.ok) return screened;
    return ok({
      ...screened.value,
      masks: collectNewMasks(placeholders, masks, policy),
      policyHash,
    });
  }

  /** Opens a gate for one reply. `emit` receives what may be shown. */
  guardReply(
    { policy, watched, masks }: Guard,
    emit: (item: ReplyItem) => void,
    signal: AbortSignal,
  ): Result<GuardedReply> {
    const policyHash = hashJson(policy);
    const scanner = this.#scannerFor(policy, policyHash, 'response');
    if (!scanner.ok) return scanner;
    const placeholders = openPlaceholders(masks);
    const closed = new AbortController();
    const batcher = new DeltaBatcher((text) => emit({ type: 'text', text }));
    const gate = new OutputGate({
      policy,
      scanner: scanner.value,
      placeholders,
      watched,
      judge: announceWaits(
        (text, side) => this.#link.judge(text, side, signal),
        (isHolding) => emit({ type: 'holding', isHolding }),
      ),
      release: (text) => batcher.push(text),
      retract: (length) => {
        batcher.flush();
        emit({ type: 'retract', length });
      },
      onClosed: () => closed.abort(),
    });
    return ok({
      closed: closed.signal,
      push: (text) => gate.push(text),
      async end(options) {
        const verdict = await gate.end(options);
        batcher.flush();
        return { ...verdict, masks: collectNewMasks(placeholders, masks, policy), policyHash };
      },
    });
  }

  #scannerFor(policy: Policy, policyHash: string, side: Side): Result<TextScanner> {
    const key = `${side} ${policyHash}`;
    const known = this.#scanners.get(key);
    if (known) return ok(known);
    const made = TextScanner.create(policy, side);
    if (!made.ok)
      return err({ type: 'unknown', detail: `${made.error.path}: ${made.error.detail}` });
    // a policy in use has two; what came before it is not needed again
    if (this.#scanners.size > 3) this.#scanners.clear();
    this.#scanners.set(key, made.value);
    return made;
  }
}

/** Tells when a judgement takes long enough to be noticed, and when it has come. */
function announceWaits(judge: JudgeText, announce: (isHolding: boolean) => void): JudgeText {
  return async (text, side) => {
    const wait = { isAnnounced: false };
    const timer = setTimeout(() => {
      wait.isAnnounced = true;
      announce(true);
    }, HOLDING_AFTER_MS);
    const result = await judge(text, side);
    clearTimeout(timer);
    if (wait.isAnnounced) announce(false);
    return result;
  };
}

function openPlaceholders(masks: readonly Mask[]): Placeholders {
  return Placeholders.from(
    masks.flatMap(({ entity, ...mask }) => (isEntity(entity) ? [{ entity, ...mask }] : [])),
  );
}

/** The masks that are new, as they are kept with a message. */
function collectNewMasks(
  placeholders: Placeholders,
  before: readonly Mask[],
  { personalData: { keepValues } }: Policy,
): readonly Mask[] {
  const known = new Set(before.map(({ placeholder }) => placeholder));
  return placeholders
    .entries()
    .filter(({ placeholder }) => !known.has(placeholder))
    .map(({ placeholder, entity, value, canonical }) => ({
      placeholder,
      entity,
      value: keepValues ? value : null,
      canonical: keepValues ? canonical : null,
    }));
}

const isEntity = (name: string): name is Entity => (ENTITIES as readonly string[]).includes(name);
