// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './dependencies.mjs';
import { probe, run, say, SetupError } from './process.mjs';

const LOCK = join(ROOT, 'tools', 'python', 'requirements.lock');
const ENVIRONMENT = join(ROOT, '.venv');
const INTERPRETERS = ['python3.11', 'python3', 'python'];

/**
 * The Python of a virtual environment with the locked packages; made on first use.
 * @returns {Promise<string>} path of the interpreter
 */
export async function ensurePython() {
  const python = join(
    ENVIRONMENT,
    ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']),
  );
  const wanted = createHash('sha256').update(readFileSync(LOCK)).digest('hex');
  const stamp = join(ENVIRONMENT, '.mamori-lock');
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted)
    return python;

  const system = INTERPRETERS.find(
    (name) => probe(name, ['-c', 'import sys; sys.exit(sys.version_info[:2] != (3, 11))']).ok,
  );
  if (!system) {
    throw new SetupError(
      'Python 3.11 is needed to prepare models. Get it from https://www.python.org or your package manager.',
    );
  }
  say('installing Python packages into .venv (once, about a minute)');
  if ((await run(system, ['-m', 'venv', ENVIRONMENT])) !== 0) {
    throw new SetupError(
      'Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv.',
    );
  }
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  if ((await run(python, [...install, '--no-deps', '--require-hashes', '-r', LOCK])) !== 0) {
    throw new SetupError(
      'the Python packages could not be installed. Check that this machine reaches PyPI, then run the command again.',
    );
  }
  writeFileSync(stamp, wanted);
  return python;
}
