import { expect, type Locator, type Page } from '@playwright/test';
import type { AppStatus } from '../../src/state/app-status.ts';
import { firstTurn } from './dialogues.ts';

/** Mamori as a person drives it: by roles and names, never by structure. */
export class ChatPage {
  readonly page: Page;
  readonly composer: Locator;
  readonly sendButton: Locator;
  readonly stopButton: Locator;
  readonly log: Locator;
  readonly alert: Locator;
  /** What Enter would choose of the list of commands and prompts. */
  readonly suggestion: Locator;

  constructor(page: Page) {
    this.page = page;
    this.composer = page.getByRole('textbox', { name: 'Message' });
    this.sendButton = page.getByRole('button', { name: 'Send message' });
    this.stopButton = page.getByRole('button', { name: 'Stop generating' });
    this.log = page.getByRole('log', { name: 'Conversation' });
    this.alert = page.getByRole('alert');
    this.suggestion = page.getByRole('listbox').getByRole('option', { selected: true });
  }

  async open(parameters = 'lang=en'): Promise<void> {
    await this.page.goto(`./?model=mamori-tiny&${parameters}`);
    await expect(this.page.locator('html')).not.toHaveAttribute('data-app', 'starting');
  }

  async expectStatus(status: AppStatus): Promise<void> {
    await expect(this.page.locator('html')).toHaveAttribute('data-app', status, {
      timeout: 90_000,
    });
  }

  /** Downloads and loads the model as a newcomer does. */
  async start(parameters = 'lang=en'): Promise<void> {
    await this.open(parameters);
    await this.page.locator('main section button.primary').click();
    await this.expectStatus('ready');
  }

  /** Sends a message and waits until its reply has begun to be written (it may still be empty). */
  async send(text: string): Promise<void> {
    const before = await this.turns('Assistant').count();
    await this.composer.fill(text);
    await this.sendButton.click();
    await expect(this.turns('Assistant')).toHaveCount(before + 1);
  }

  /** Sends a message and waits until its reply has ended. */
  async ask(text: string): Promise<void> {
    await this.send(text);
    await this.expectStatus('ready');
  }

  /** Asks the first question of a written dialogue, and gets the whole reply that stands there: the chat goes on. */
  async expectAnswer(dialogue: string): Promise<void> {
    const { user, assistant } = firstTurn(dialogue);
    await this.ask(user);
    expect(await this.lastReply()).toBe(assistant);
  }

  /**
   * The chat goes on: a question is answered as it is written. The test model answers this one after an endless reply that
   * was cut off at any place (`test_recital.py` computes each), which is not so for every other.
   */
  async expectGoesOn(): Promise<void> {
    await this.expectAnswer('thanks-en');
  }

  /** Chooses a command or a saved prompt by what is typed after a slash; the list comes a moment later. */
  async chooseSuggestion(typed: string, shown = typed): Promise<void> {
    await this.composer.fill(typed);
    await expect(this.suggestion).toContainText(shown);
    await this.composer.press('Enter');
  }

  /** Opens the dialog on how replies are written. */
  async openReplySettings(): Promise<Locator> {
    await this.page.getByRole('button', { name: 'Add to the message' }).click();
    await this.page.getByRole('menuitem', { name: 'Reply settings' }).click();
    return this.page.getByRole('dialog', { name: 'Reply settings' });
  }

  turns(name: 'You' | 'Assistant'): Locator {
    return this.log.getByRole('article', { name });
  }

  /** The exact text of the newest reply. */
  async lastReply(): Promise<string> {
    return textOf(this.turns('Assistant').last());
  }

  /** Notes from now on every status that the app goes through; what it gives reads them. */
  async watchStatuses(): Promise<() => Promise<string[]>> {
    const seen = await this.page.locator('html').evaluateHandle((root) => {
      const statuses: string[] = [];
      new MutationObserver(() => statuses.push(root.dataset['app'] ?? '')).observe(root, {
        attributeFilter: ['data-app'],
      });
      return statuses;
    });
    return () => seen.evaluate((statuses) => [...statuses]);
  }

  /** Notes from now on the longest text that any reply ever shows; what it gives reads it. */
  async watchLongestReply(): Promise<() => Promise<string>> {
    const longest = await this.page.locator('main').evaluateHandle((root) => {
      const seen = { text: '' };
      new MutationObserver(() => {
        for (const part of root.querySelectorAll('article :is(p.text, .markdown)')) {
          if (part.closest('article')?.ariaLabel !== 'Assistant') continue;
          const text = part.textContent;
          if (text.length > seen.text.length) seen.text = text;
        }
      }).observe(root, { childList: true, characterData: true, subtree: true });
      return seen;
    });
    return () => longest.evaluate(({ text }) => text);
  }

  /** Waits until the newest reply is longer than this many characters; reading a long prompt takes a while. */
  async waitForText(atLeast: number): Promise<void> {
    await expect
      // often: some tests do something before the reply has ended
      .poll(async () => (await this.lastReply()).length, { timeout: 60_000, intervals: [50] })
      .toBeGreaterThan(atLeast);
  }
}

/** The text of a turn without its notes and buttons; empty while there is none. */
export async function textOf(turn: Locator): Promise<string> {
  // formatted where a test refuses the storage that would say otherwise
  const text = turn.locator('p.text, .markdown');
  return (await text.count()) === 0 ? '' : ((await text.textContent()) ?? '');
}
