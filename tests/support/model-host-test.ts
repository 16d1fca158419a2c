import { ModelHost } from './model-host.ts';
import { ModelsPage } from './models-page.ts';
import { expect, test as base } from './test.ts';

/** The project's `test` with a host of models on this machine, which the app may ask. */
export const test = base.extend<{ host: ModelHost; models: ModelsPage }, { sharedHost: ModelHost }>(
  {
    sharedHost: [
      // eslint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are needed
      async ({}, use) => {
        const host = await ModelHost.start();
        await use(host);
        host.close();
      },
      { scope: 'worker' },
    ],
    host: async ({ sharedHost, watch }, use) => {
      sharedHost.reset();
      watch.allowHost(sharedHost.origin);
      await use(sharedHost);
    },
    models: async ({ page }, use) => {
      await use(new ModelsPage(page));
    },
  },
);

export { expect };
