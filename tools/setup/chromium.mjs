// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './dependencies.mjs';
import { probe, run, say, SetupError } from './process.mjs';

const SYSTEM_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * A Chromium that can be started: `CHROMIUM_PATH`, the system's, or Playwright's own.
 * @returns {Promise<string | null>}
 */
export async function findChromium() {
  const wanted = process.env['CHROMIUM_PATH'];
  if (wanted) {
    if (existsSync(wanted)) return wanted;
    throw new SetupError(`CHROMIUM_PATH names ${wanted}, which does not exist.`);
  }
  const system = SYSTEM_PATHS.find((path) => existsSync(path));
  if (system) return system;
  const { chromium } = await import('playwright');
  const own = chromium.executablePath();
  return existsSync(own) ? own : null;
}

/**
 * Starts a Chromium without a window. Its sandbox cannot start as root in a container; it opens nothing foreign.
 * @param {readonly string[]} args beside those that are always given
 */
export async function launchChromium(args = []) {
  const { chromium } = await import('playwright');
  const executablePath = await findChromium();
  return chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ['--no-sandbox', ...args],
  });
}

/** A software adapter: real WebGPU, real shaders, no graphics card needed. */
export const SOFTWARE_GPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/** Like `findChromium`, but installs one where there is none. */
export async function ensureChromium() {
  const found = await findChromium();
  if (found) return found;
  say('no Chromium was found; installing one');
  if (process.getuid?.() === 0 && probe('apt-get', ['--version']).ok) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env });
    await run('apt-get', ['install', '-y', '-qq', 'chromium'], { env });
  }
  if (!(await findChromium())) {
    const playwright = join(ROOT, 'node_modules', 'playwright', 'cli.js');
    await run(process.execPath, [playwright, 'install', 'chromium']);
  }
  const installed = await findChromium();
  if (installed) return installed;
  throw new SetupError(
    'no Chromium could be installed. Install Chromium or Chrome, set CHROMIUM_PATH to it and run the command again.',
  );
}
