// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, say, SetupError } from './process.mjs';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const MINIMUM_NODE = [20, 19];

/** Installs the packages of the lock file if that has not been done since it last changed. */
export async function ensureDependencies() {
  checkNode();
  const lock = readFileSync(join(ROOT, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).digest('hex');
  const stamp = join(ROOT, 'node_modules', '.mamori-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('installing packages (once, about half a minute)');
  const status = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    throw new SetupError(
      'the packages could not be installed. Check that this machine reaches the npm registry, then run the command again.',
    );
  }
  writeFileSync(stamp, wanted);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = MINIMUM_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  throw new SetupError(
    `Node ${MINIMUM_NODE.join('.')} or later is needed, this is ${process.versions.node}. Get it from https://nodejs.org.`,
  );
}
