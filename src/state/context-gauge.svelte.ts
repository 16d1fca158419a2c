import { measureContext, type ContextUse } from '../domain/context-use.ts';
import type { Message } from '../domain/conversation.ts';
import { buildPrompt, type PromptMessage } from '../domain/prompt.ts';
import { TokenCounts } from './token-counts.ts';

/** What the next question would be asked with. */
export interface Question {
  path: readonly Message[];
  /** What is typed. */
  draft: string;
  systemPrompt: string;
  /** The model and its context window, in tokens. */
  modelId: string;
  limitTokens: number;
}

/** Typing is not measured at every key. Milliseconds. */
const DELAY_MS = 300;

/** Tells how full the context window is before a question is asked. */
export class ContextGauge {
  readonly #counts: TokenCounts;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #use = $state.raw<ContextUse | null>(null);

  constructor(count: (texts: readonly string[]) => Promise<readonly number[] | null>) {
    this.#counts = new TokenCounts(count);
  }

  /** Null before the first measurement. */
  get use(): ContextUse | null {
    return this.#use;
  }

  /** Measures in a moment; a later question takes the place of this one. */
  measureSoon(question: Question): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#measure(question), DELAY_MS);
  }

  /** Nothing is measured any more. */
  end(): void {
    clearTimeout(this.#timer);
  }

  async #measure(question: Question): Promise<void> {
    const { path, draft, systemPrompt, modelId, limitTokens } = question;
    const prompt: PromptMessage[] = [...buildPrompt(path), { role: 'user', content: draft }];
    const texts = [...prompt.map(({ content }) => content), systemPrompt];
    const counts = await this.#counts.of(modelId, texts);
    const byTurn = new Map(prompt.map((turn, at) => [turn, counts[at] ?? 0]));
    const countOf = (turn: PromptMessage): number => byTurn.get(turn) ?? 0;
    this.#use = measureContext(prompt, countOf, counts.at(-1) ?? 0, limitTokens);
  }
}
