// @ts-check
/** `npm run test:faults`: the faults that Mamori is driven through. `-- --list` prints them as a table instead. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureChromium } from '../setup/chromium.mjs';
import { ensureDependencies, ROOT } from '../setup/dependencies.mjs';
import { run, runMain } from '../setup/process.mjs';

const playwright = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js');
/** Faults of two releases and of two tabs in an update are beside the update's own tests. */
const FILES = ['tests/faults', 'tests/e2e/update.spec.ts'];

/** @typedef {{ title: string, file?: string, specs?: { title: string, file: string }[], suites?: Suite[] }} Suite */

/**
 * @param {Suite} suite
 * @param {string} around
 * @returns {string[]}
 */
function rows(suite, around = '') {
  const isFile = suite.title.endsWith('.spec.ts');
  const prefix = isFile ? around : `${around}${suite.title}: `;
  return [
    ...(suite.specs ?? []).map(({ title, file }) => {
      const place = file.replace(/^.*\//u, '').replace('.spec.ts', '');
      return `| ${place} | ${prefix}${title} |`;
    }),
    ...(suite.suites ?? []).flatMap((inner) => rows(inner, prefix)),
  ];
}

await runMain(async () => {
  await ensureDependencies();
  await ensureChromium();
  const args = [playwright, 'test', ...FILES, '--project=webgpu', '--project=no-webgpu'];
  if (!process.argv.includes('--list')) return run(process.execPath, args, { cwd: ROOT });
  const listed = spawnSync(process.execPath, [...args, '--list', '--reporter=json'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  /** @type {{ suites: Suite[] }} */
  const { suites } = JSON.parse(listed.stdout);
  const table = suites.flatMap((suite) => rows(suite));
  console.log(['| where | what goes wrong, and what is seen |', '|---|---|', ...table].join('\n'));
  console.log(`\n${table.length} faults`);
  return listed.status ?? 1;
});
