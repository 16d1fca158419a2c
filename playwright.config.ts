import { defineConfig } from '@playwright/test';
import { findChromium, SOFTWARE_GPU } from './tools/setup/chromium.mjs';

const PORT = Number(process.env['MAMORI_TEST_PORT'] ?? 4175);
const executablePath = await findChromium();

/** Tests run as root in containers, where the sandbox cannot start; nothing foreign is ever opened. */
const BASE = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function launch(args: string[]) {
  return { ...(executablePath ? { executablePath } : {}), args };
}

export default defineConfig({
  testDir: 'tests',
  testMatch: /.*\.spec\.ts$/u,
  outputDir: 'test-results',
  // one at a time: two software adapters on two cores would only time each other out
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  // `npm test` names the tests that needed a second try, and allows only a few
  retries: process.env['CI'] === undefined ? 0 : 1,
  // several loads of a model, each of some seconds, on a machine that has other things to do
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: process.env['MAMORI_REPORT']
    ? [['list'], ['json', { outputFile: process.env['MAMORI_REPORT'] }]]
    : 'list',
  use: { baseURL: `http://localhost:${PORT}/`, locale: 'en-US', trace: 'off' },
  projects: [
    {
      name: 'webgpu',
      testIgnore: ['**/*.no-webgpu.spec.ts', 'real/**'],
      use: { launchOptions: launch([...BASE, ...SOFTWARE_GPU]) },
    },
    {
      name: 'no-webgpu',
      testMatch: '**/*.no-webgpu.spec.ts',
      use: { launchOptions: launch(BASE) },
    },
    {
      name: 'real',
      testMatch: 'real/**/*.spec.ts',
      timeout: 900_000,
      use: { launchOptions: launch([...BASE, ...SOFTWARE_GPU]) },
    },
  ],
  webServer: {
    command: 'node tools/commands/serve-test.mjs',
    env: { PORT: String(PORT) },
    url: `http://localhost:${PORT}/`,
    timeout: 180_000,
    reuseExistingServer: process.env['CI'] === undefined,
  },
});
