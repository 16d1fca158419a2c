import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { compileMessages } from './paraglide.config.ts';
import { findChromium } from './tools/setup/chromium.mjs';

const executablePath = await findChromium();

export default defineConfig({
  test: {
    // some tests start a linter or wait for a real deadline, on machines that are busy
    testTimeout: 30_000,
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/{unit,protocol}/**/*.test.ts'],
        },
      },
      {
        plugins: [compileMessages(), svelte()],
        test: {
          name: 'component',
          include: ['tests/component/**/*.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                ...(executablePath ? { executablePath } : {}),
                args: ['--no-sandbox'],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
