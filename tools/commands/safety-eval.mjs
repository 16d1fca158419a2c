// @ts-check
/** `npm run safety:eval -- --in FILE.jsonl --out FILE.jsonl [--policy standard]`: scores rows with the shipped classifier. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ensureDependencies } from '../setup/dependencies.mjs';
import { runMain, say, SetupError } from '../setup/process.mjs';

const USAGE =
  'usage: npm run safety:eval -- --in FILE.jsonl --out FILE.jsonl [--policy off|minimal|standard|strict]';
const PROGRESS_ROWS = 1_000;

await runMain(async () => {
  const { values } = parseArgs({
    options: {
      in: { type: 'string' },
      out: { type: 'string' },
      policy: { type: 'string', default: 'standard' },
    },
  });
  await ensureDependencies();
  const { POLICIES, scoreRows } = await import('../safety-eval/score-file.mjs');
  const { readRows } = await import('../safety-eval/read-rows.mjs');
  const policy = POLICIES.find((name) => name === values.policy);
  if (!values.in || !values.out || !policy) throw new SetupError(USAGE);

  const rows = readRows(values.in);
  const startMs = performance.now();
  let reported = 0;
  const scored = await scoreRows(rows, policy, (done) => {
    if (done - reported < PROGRESS_ROWS) return;
    reported = done;
    say(`${done} of ${rows.length} rows`);
  });
  const lines = rows.map((row, at) => JSON.stringify({ ...row, ...scored[at] }));
  writeFileSync(values.out, lines.map((line) => `${line}\n`).join(''));
  say(`${rows.length} rows in ${((performance.now() - startMs) / 1_000).toFixed(1)} s`);
});
