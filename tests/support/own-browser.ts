import type { Page } from '@playwright/test';
import { ChatPage } from './chat-page.ts';
import { test as base } from './test.ts';

export interface OwnBrowser {
  page: Page;
  chat: ChatPage;
  crashGpu: () => Promise<void>;
}

/**
 * For tests that crash the GPU process: Chromium remembers crashes and gives pages no adapter after some, so that each such
 * test has a browser of its own.
 */
export const test = base.extend<{ own: OwnBrowser }>({
  own: async ({ playwright, baseURL }, use, info) => {
    const { launchOptions = {} } = info.project.use;
    const browser = await playwright.chromium.launch(launchOptions);
    const page = await browser.newPage({ baseURL: baseURL ?? '', locale: 'en-US' });
    await page.addInitScript(() => {
      localStorage.setItem('mamori:safety-level', 'off');
      localStorage.setItem('mamori:reply-format', 'plain');
    });
    const session = await browser.newBrowserCDPSession();
    await use({
      page,
      chat: new ChatPage(page),
      // the answer never comes: who would give it is gone
      crashGpu: async () => {
        await session.send('Browser.crashGpuProcess').catch(() => undefined);
      },
    });
    await browser.close();
  },
});

export { expect } from '@playwright/test';
