import { collectMasks, type Message } from '../domain/conversation.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { ScreenReply } from '../protocol/chat-contract.ts';
import type { Engine } from './engine.svelte.ts';
import type { Safety } from './safety.svelte.ts';

/** What became of a question; null at level `off`, where nothing is screened. */
export type Screened = ScreenReply | null;

/** Screens what a person asks of the model: the question, and what the model is told before the conversation. */
export class Screening {
  readonly #engine: Pick<Engine, 'screen'>;
  readonly #safety: Pick<Safety, 'isOff' | 'policy'>;
  /** A system prompt stays the same for many questions. */
  #passed: { text: string; policy: unknown; screened: string } | null = null;

  constructor(engine: Pick<Engine, 'screen'>, safety: Pick<Safety, 'isOff' | 'policy'>) {
    this.#engine = engine;
    this.#safety = safety;
  }

  /** A question under the policy that holds now. Errors: `aborted`, and those of an engine or a classifier that fails. */
  async screenQuestion(
    text: string,
    path: readonly Message[],
    systemPrompt: string,
    signal: AbortSignal,
  ): Promise<Result<Screened>> {
    if (this.#safety.isOff) return ok(null);
    const { policy } = this.#safety;
    const masks = collectMasks(path);
    const question = await this.#screen({ text, policy, masks }, signal);
    if (!question.ok || question.value.type === 'stopped' || systemPrompt === '') return question;
    if (this.#passed?.text === systemPrompt && this.#passed.policy === policy) return question;
    const told = await this.#screen({ text: systemPrompt, policy, masks: [] }, signal);
    if (!told.ok) return told;
    if (told.value.type === 'passed') {
      this.#passed = { text: systemPrompt, policy, screened: told.value.text };
      return question;
    }
    // of the question nothing else is stored than if it had passed
    const { text: stored, masks: found } = question.value;
    return ok({ ...told.value, text: stored, masks: found });
  }

  async #screen(
    request: Parameters<Engine['screen']>[0],
    signal: AbortSignal,
  ): Promise<Result<ScreenReply>> {
    const screened = await this.#engine.screen(request, signal);
    return signal.aborted ? err({ type: 'aborted' }) : screened;
  }

  /** What the model is told before the conversation, once `screenQuestion` has let it pass. */
  toldText(systemPrompt: string): string {
    if (this.#safety.isOff) return systemPrompt;
    return this.#passed?.text === systemPrompt ? this.#passed.screened : '';
  }
}
