// @ts-check
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/dependencies.mjs';
import { headersFile } from './policies.mjs';

writeFileSync(join(ROOT, 'public', '_headers'), headersFile());
