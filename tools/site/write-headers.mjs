// @ts-check
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/dependencies.mjs';
import { headersFile } from './policies.mjs';
import { caddySample, nginxSample } from './server-samples.mjs';

writeFileSync(join(ROOT, 'public', '_headers'), headersFile());
writeFileSync(join(ROOT, 'docs', 'servers', 'nginx.conf'), nginxSample());
writeFileSync(join(ROOT, 'docs', 'servers', 'Caddyfile'), caddySample());
