import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json';

interface Bill {
  bomFormat: string;
  components: {
    name: string;
    version: string;
    purl: string;
    hashes: unknown[];
    licenses?: unknown[];
  }[];
}

function writeBill(): string {
  execFileSync('node', ['tools/site/write-sbom.mjs']);
  const file = existsSync('dist') ? 'dist/sbom.cdx.json' : 'sbom.cdx.json';
  const bill = readFileSync(file, 'utf8');
  rmSync(file);
  return bill;
}

describe('the software bill of materials', () => {
  test('names every dependency with its version, licence and hash, the same each time', () => {
    const written = writeBill();
    expect(writeBill()).toBe(written);
    const bill = JSON.parse(written) as Bill;
    expect(bill.bomFormat).toBe('CycloneDX');
    const wanted = { ...packageJson.dependencies, ...packageJson.devDependencies };
    for (const [name, version] of Object.entries(wanted)) {
      const found = bill.components.find((part) => part.name === name && part.version === version);
      expect(found?.hashes, name).toHaveLength(1);
    }
    for (const name of Object.keys(packageJson.dependencies)) {
      const found = bill.components.find((part) => part.name === name);
      expect(found?.licenses?.length, name).toBeGreaterThan(0);
    }
  });
});

describe('the lock file', () => {
  test('is looked at by a check that passes', () => {
    expect(() => execFileSync('node', ['tools/checks/lock-file.mjs'])).not.toThrow();
  });
});
