// @ts-check
/** Before `npm run dev`: installs packages if they are missing. */
import { ensureDependencies } from './dependencies.mjs';
import { runMain } from './process.mjs';

await runMain(ensureDependencies);
