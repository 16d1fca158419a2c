// @ts-check
/**
 * `npm run sbom`: the software bill of materials as CycloneDX (https://cyclonedx.org), with every package that was used to
 * build or ends up in the build, its licence and its hash. Without the time and the random number that npm puts in, so
 * that the same lock file gives the same bill.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/dependencies.mjs';

const NAME = 'sbom.cdx.json';

const written = execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'], {
  cwd: ROOT,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
const bill = JSON.parse(written);
delete bill.serialNumber;
delete bill.metadata.timestamp;
const dist = join(ROOT, 'dist');
writeFileSync(join(existsSync(dist) ? dist : ROOT, NAME), `${JSON.stringify(bill, null, 2)}\n`);
