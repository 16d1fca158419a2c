// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './dependencies.mjs';
import { probe, run, say, SetupError } from './process.mjs';

const INTERPRETERS = ['python3.11', 'python3', 'python'];
const IS_RECENT = 'import sys; sys.exit(sys.version_info < (3, 11))';

/**
 * The Python that compiles, converts and tests; its packages are installed on first use.
 * @returns {Promise<string>} path of the interpreter
 */
export function ensurePython() {
  return ensureEnvironment('.venv', join(ROOT, 'tools', 'python', 'requirements.lock'));
}

/**
 * The Python that trains: apart from the other, because PyTorch is large and only training needs it.
 * @returns {Promise<string>} path of the interpreter
 */
export function ensureTrainingPython() {
  return ensureEnvironment('.venv-train', join(ROOT, 'tools', 'python', 'requirements-train.lock'));
}

/**
 * A virtual environment with exactly the packages of a lock file.
 * @param {string} name of its folder
 * @param {string} lock
 */
async function ensureEnvironment(name, lock) {
  const folder = join(ROOT, name);
  const windows = process.platform === 'win32';
  const python = windows ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex');
  const stamp = join(folder, '.mamori-lock');
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted)
    return python;

  const system = INTERPRETERS.find((command) => probe(command, ['-c', IS_RECENT]).ok);
  if (!system) {
    throw new SetupError(
      'Python 3.11 or later is needed to prepare models. Get it from https://www.python.org or your package manager.',
    );
  }
  say(`installing Python packages into ${name} (once, about a minute)`);
  if ((await run(system, ['-m', 'venv', folder])) !== 0) {
    throw new SetupError(
      'Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv.',
    );
  }
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  if ((await run(python, [...install, '--no-deps', '--require-hashes', '-r', lock])) !== 0) {
    throw new SetupError(
      'the Python packages could not be installed. Check that this machine reaches PyPI, then run the command again.',
    );
  }
  writeFileSync(stamp, wanted);
  return python;
}
