import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { compileMessages } from './paraglide.config.ts';
import { findChromium } from './tools/setup/chromium.mjs';

const executablePath = await findChromium();

/** Some tests start a linter or wait for a real deadline, on machines that are busy. */
const TIMEOUT_MS = 120_000;
const ELEMENT_TIMEOUT_MS = 10_000;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          testTimeout: TIMEOUT_MS,
          hookTimeout: TIMEOUT_MS,
          environment: 'node',
          include: ['tests/{unit,protocol}/**/*.test.ts'],
        },
      },
      {
        plugins: [compileMessages(), svelte()],
        test: {
          name: 'component',
          testTimeout: TIMEOUT_MS,
          hookTimeout: TIMEOUT_MS,
          include: ['tests/component/**/*.test.ts'],
          // code that is loaded when it is needed comes late on a machine that is busy
          expect: { poll: { timeout: ELEMENT_TIMEOUT_MS } },
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
