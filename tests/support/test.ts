import { expect, test as base } from '@playwright/test';
import { ChatPage } from './chat-page.ts';
import { SafetyDialog } from './safety-dialog.ts';

export interface Watch {
  /** Requests that left our origin. */
  foreignRequests: string[];
  /** Every request, in order. */
  requests: string[];
  /** Errors on the console, uncaught exceptions and policy violations. */
  errors: string[];
  /** Errors that this test provokes on purpose. */
  allow: (pattern: RegExp) => void;
  /** A host of models that this test asks for on purpose. */
  allowHost: (origin: string) => void;
}

/**
 * The project's `test`: a chat page, and a watch over everything that it does. A test that does not allow an error fails
 * on it, and no test may leave our origin.
 */
export const test = base.extend<{
  watch: Watch;
  chat: ChatPage;
  safety: SafetyDialog;
  /** The safety level that the person has chosen before; null for a newcomer. Most tests are about the chat alone. */
  level: string | null;
  /** How replies are shown. Most tests compare what a model wrote, sign by sign. */
  replyFormat: 'plain' | 'formatted';
}>({
  level: ['off', { option: true }],
  replyFormat: ['plain', { option: true }],
  page: async ({ page, level, replyFormat }, use) => {
    const chosen = {
      'reply-format': replyFormat,
      ...(level === null ? {} : { 'safety-level': level }),
    };
    await page.addInitScript((preferences) => {
      try {
        for (const [name, value] of Object.entries(preferences)) {
          const key = `mamori:${name}`;
          if (localStorage.getItem(key) === null) localStorage.setItem(key, value);
        }
      } catch {
        // a test that refuses storage
      }
    }, chosen);
    await use(page);
  },
  watch: [
    async ({ context, page, baseURL }, use) => {
      const allowed: RegExp[] = [];
      const hosts: string[] = [];
      const watch: Watch = {
        foreignRequests: [],
        requests: [],
        errors: [],
        allow: (pattern) => allowed.push(pattern),
        allowHost: (origin) => hosts.push(origin),
      };
      context.on('request', (request) => {
        const url = request.url();
        watch.requests.push(url);
        if (
          !hosts.some((origin) => url.startsWith(`${origin}/`)) &&
          !url.startsWith(baseURL ?? '') &&
          !url.startsWith('blob:') &&
          !url.startsWith('data:')
        ) {
          watch.foreignRequests.push(url);
        }
      });
      // Playwright also announces requests that the page's policy then refuses: those never leave the browser
      context.on('requestfailed', (request) => {
        if (request.failure()?.errorText !== 'csp') return;
        const without = (urls: string[]) => urls.filter((url) => url !== request.url());
        watch.requests = without(watch.requests);
        watch.foreignRequests = without(watch.foreignRequests);
      });
      // console messages of workers arrive here too
      context.on('console', (message) => {
        if (message.type() === 'error') watch.errors.push(message.text());
      });
      page.on('pageerror', (error) => watch.errors.push(error.message));
      await use(watch);
      expect(watch.foreignRequests, 'requests that left our origin').toEqual([]);
      const unexpected = watch.errors.filter(
        (text) => !allowed.some((pattern) => pattern.test(text)),
      );
      expect(unexpected, 'errors on the console').toEqual([]);
    },
    { auto: true },
  ],
  chat: async ({ page }, use) => {
    await use(new ChatPage(page));
  },
  safety: async ({ page }, use) => {
    await use(new SafetyDialog(page));
  },
});

export { expect };
