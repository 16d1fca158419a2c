// @ts-check
/** `npm run test:real`: the default model through WebLLM on a software adapter. Slow: minutes for one short answer. */
import { join } from 'node:path';
import { ensureChromium } from '../setup/chromium.mjs';
import { ensureDependencies, ROOT } from '../setup/dependencies.mjs';
import { ensureDefaultModel } from '../setup/models.mjs';
import { run, runMain } from '../setup/process.mjs';

await runMain(async () => {
  await ensureDependencies();
  await ensureChromium();
  await ensureDefaultModel();
  const playwright = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js');
  const status = await run(process.execPath, [playwright, 'test', '--project=real'], {
    cwd: ROOT,
    env: { ...process.env, CI: '1' },
  });
  console.log(status === 0 ? '1 passed, 0 failed' : '0 passed, 1 failed');
  return status;
});
