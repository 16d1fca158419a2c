import { err, ok, type Result } from '../../src/domain/result.ts';
import type {
  GenerateReply,
  GenerateRequest,
  Guard,
  ReplyItem,
} from '../../src/protocol/chat-contract.ts';
import { DeltaBatcher } from './delta-batcher.ts';
import type { SafetyLayer } from './safety-layer.ts';
import type { WebLlmEngine } from './web-llm-engine.ts';

/** A reply at level `off`: what the model writes is what is read. */
export async function generateFreely(
  engine: WebLlmEngine,
  request: GenerateRequest,
  emit: (item: ReplyItem) => void,
  signal: AbortSignal,
): Promise<Result<GenerateReply>> {
  const batcher = new DeltaBatcher((text) => emit({ type: 'text', text }));
  const result = await engine.generate(request, (text) => batcher.push(text), signal);
  batcher.flush();
  return result.ok ? ok({ ...result.value, verdict: null }) : result;
}

/** A reply through the gate. When the gate ends it, the model is stopped; when somebody stops it, unread text is dropped. */
export async function generateGuarded(
  engine: WebLlmEngine,
  safety: SafetyLayer,
  request: GenerateRequest,
  guard: Guard,
  emit: (item: ReplyItem) => void,
  signal: AbortSignal,
): Promise<Result<GenerateReply>> {
  const opened = safety.guardReply(guard, emit, signal);
  if (!opened.ok) return opened;
  const reply = opened.value;
  const stop = AbortSignal.any([signal, reply.closed]);
  const result = await engine.generate(request, (text) => reply.push(text), stop);
  // what a failed engine wrote last is as good as what a stopped one wrote: nobody has judged it yet
  const verdict = await reply.end({ isCut: signal.aborted || !result.ok });
  if (!result.ok) return err(result.error);
  const end = verdict.by ? 'blocked' : result.value.end;
  return ok({ ...result.value, end, verdict });
}
