// @ts-check
/** Writes src/domain/listed-models.json. Run it after WebLLM or families.json has changed. */
import { writeFileSync } from 'node:fs';
import { say } from '../setup/process.mjs';
import { buildCatalogue, CATALOGUE_FILE, formatCatalogue } from './catalogue.mjs';

const catalogue = buildCatalogue();
writeFileSync(CATALOGUE_FILE, await formatCatalogue(catalogue));
for (const { id, reason } of catalogue.skipped) say(`skipped ${id}: ${reason}`);
say(`${catalogue.models.length} models of WebLLM ${catalogue.webLlmVersion}`);
