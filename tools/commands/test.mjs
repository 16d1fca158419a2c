// @ts-check
/** `npm test`: on a fresh clone, installs what is missing and runs every check. Its last line sums all runners. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from '../setup/chromium.mjs';
import { ensureDependencies, ROOT } from '../setup/dependencies.mjs';
import {
  assembleClassifier,
  assembleFixtureModel,
  CLASSIFIER_ID,
  FIXTURE_MODEL_ID,
  isModelPrepared,
} from '../setup/models.mjs';
import { run, runMain, say, SetupError } from '../setup/process.mjs';
import { ensurePython, ensureTrainingPython } from '../setup/python.mjs';

/** @typedef {{ passed: number, failed: number }} Count */

/** Of hundreds of browser tests in an hour, so many may meet a hiccup of the machine. More are a fault of ours, and have failed. */
const SECOND_TRIES_MOST = 2;

const reports = mkdtempSync(join(tmpdir(), 'mamori-test-'));
const node = process.execPath;
/** @param {...string} path */
const bin = (...path) => join(ROOT, 'node_modules', ...path);

/**
 * Runs a check that only passes or fails.
 * @param {string} name
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<Count>}
 */
async function check(name, command, args) {
  say(name);
  const failed = (await run(command, args, { cwd: ROOT })) === 0 ? 0 : 1;
  if (failed) say(`${name}: failed`);
  return { passed: 1 - failed, failed };
}

/** @returns {Promise<Count>} */
async function runVitest() {
  say('unit, protocol and component tests');
  const file = join(reports, 'vitest.json');
  const args = [
    bin('vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  const status = await run(node, args, { cwd: ROOT });
  return countOrFail(status, file, (report) => {
    const { numPassedTests, numFailedTests } = JSON.parse(report);
    return { passed: numPassedTests, failed: numFailedTests };
  });
}

/** @returns {Promise<Count>} */
async function runPlaywright() {
  say('end-to-end, fault and security tests on the production build');
  const file = join(reports, 'playwright.json');
  const args = [
    bin('@playwright', 'test', 'cli.js'),
    'test',
    '--project=webgpu',
    '--project=no-webgpu',
  ];
  const status = await run(node, args, {
    cwd: ROOT,
    env: { ...process.env, CI: '1', MAMORI_REPORT: file },
  });
  return countOrFail(status, file, (report) => {
    const { expected, unexpected, flaky, skipped } = JSON.parse(report).stats;
    if (flaky > 0) say(`browser tests that passed only on a second try: ${flaky}, named above`);
    const isByChance = flaky <= SECOND_TRIES_MOST;
    // a skipped one proves nothing
    return {
      passed: expected + (isByChance ? flaky : 0),
      failed: unexpected + skipped + (isByChance ? 0 : flaky),
    };
  });
}

/**
 * @param {string} name
 * @param {string} python
 * @param {readonly string[]} [folders] all that the project's configuration names, unless told
 * @returns {Promise<Count>}
 */
async function runPytest(name, python, folders = []) {
  say(`Python tests: ${name}`);
  const file = join(reports, 'pytest.xml');
  rmSync(file, { force: true });
  const status = await run(python, ['-m', 'pytest', '-q', `--junitxml=${file}`, ...folders], {
    cwd: join(ROOT, 'tools'),
  });
  return countOrFail(status, file, (xml) => {
    const number = (/** @type {string} */ name) =>
      Number(new RegExp(`${name}="(\\d+)"`, 'u').exec(xml)?.[1] ?? 0);
    const failed = number('failures') + number('errors') + number('skipped');
    return { passed: number('tests') - failed, failed };
  });
}

/**
 * Reads a runner's report. A runner that failed without reporting a failure (it could not start) counts as one.
 * @param {number} status
 * @param {string} file
 * @param {(report: string) => Count} count
 * @returns {Count}
 */
function countOrFail(status, file, count) {
  try {
    const result = count(readFileSync(file, 'utf8'));
    return status !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    say(`no report from a runner: ${error.message}`);
    return { passed: 0, failed: 1 };
  }
}

await runMain(async () => {
  await ensureDependencies();
  await ensureChromium();
  const python = await ensurePython();
  const trainingPython = await ensureTrainingPython();
  assembleFixtureModel();
  assembleClassifier();
  for (const id of [FIXTURE_MODEL_ID, CLASSIFIER_ID]) {
    if (isModelPrepared(id)) continue;
    throw new SetupError(`${id} does not match models.lock.json; run \`npm run models:lock\`.`);
  }
  const script = (/** @type {string} */ name) => join(ROOT, 'tools', 'checks', name);
  const counts = [
    await check('types', node, [script('typecheck.mjs')]),
    await check('formatting', node, [
      bin('prettier', 'bin', 'prettier.cjs'),
      '--check',
      '.',
      '--log-level',
      'warn',
    ]),
    await check('lint', node, [bin('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0']),
    await check('messages complete in four languages', node, [script('messages.mjs')]),
    await check('third-party licences', node, [script('licences.mjs'), '--check']),
    await check('lock file', node, [script('lock-file.mjs')]),
    await check('Python lint', python, ['-m', 'ruff', 'check', 'tools']),
    await check('Python formatting', python, ['-m', 'ruff', 'format', '--check', 'tools']),
    await runVitest(),
    await runPytest('compiler, model conversion, fixture model', python),
    await runPytest('safety classifier', trainingPython, ['classifier/tests']),
    await runPlaywright(),
    await check('bundle budgets', node, [script('bundle.mjs')]),
  ];
  rmSync(reports, { recursive: true, force: true });
  const sum = (/** @type {keyof Count} */ key) =>
    counts.reduce((total, count) => total + count[key], 0);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0 ? 0 : 1;
});
