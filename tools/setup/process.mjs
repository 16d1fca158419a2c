// @ts-check
import { spawn, spawnSync } from 'node:child_process';

/** What a tool stops with when something is missing that it cannot get by itself. */
export class SetupError extends Error {}

/**
 * Runs a program with its output on this terminal.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} its exit status
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a program silently.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {{ ok: boolean, output: string }}
 */
export function probe(command, args) {
  const { status, stdout, stderr } = spawnSync(command, [...args], { encoding: 'utf8' });
  return { ok: status === 0, output: `${stdout ?? ''}${stderr ?? ''}`.trim() };
}

/** @param {string} sentence */
export function say(sentence) {
  console.log(`mamori: ${sentence}`);
}

/**
 * Runs a command's main function; a `SetupError` ends it with its sentence alone, anything else with its stack.
 * @param {() => Promise<number | void>} main resolves with an exit status
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`mamori: ${error.message}`);
    process.exitCode = 1;
  }
}
