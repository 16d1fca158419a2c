// @ts-check
/**
 * The lock file, looked at: each package comes from a registry with a SHA-512 of its content, and none has to run a script
 * when it is installed (`.npmrc` forbids all of them).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/dependencies.mjs';

/** Packages that bring such a script and work without it. */
const WORKS_WITHOUT_ITS_SCRIPT = [
  // it only warns of versions that do not match
  'node_modules/protobufjs',
];

/** @type {{ packages: Record<string, { version?: string, integrity?: string, resolved?: string, link?: boolean, hasInstallScript?: boolean }> }} */
const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
const settings = readFileSync(join(ROOT, '.npmrc'), 'utf8');
const faults = settings.includes('ignore-scripts=true') ? [] : ['.npmrc does not forbid scripts'];

for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === '') continue;
  if (!entry.integrity?.startsWith('sha512-')) faults.push(`${path} has no SHA-512`);
  if (entry.link || /^(git|http:|file:)/u.test(entry.resolved ?? '')) {
    faults.push(`${path} does not come from a registry`);
  }
  if (entry.hasInstallScript && !WORKS_WITHOUT_ITS_SCRIPT.includes(path)) {
    faults.push(`${path} wants to run a script when it is installed`);
  }
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
