import { it } from 'vitest';
import { readFileSync, writeFileSync } from 'node:fs';
import { openClassifier } from '../../tools/safety-eval/open-classifier.ts';
import { shippedPolicy } from '../../src/safety/index.ts';
import { findSegmentEnd } from '../../src/safety/gate/segmenter.ts';
import { findTail, estimateTokens } from '../../src/safety/gate/estimate-tokens.ts';
import { decideCategories } from '../../src/safety/pipeline/decide-categories.ts';
it('x', { timeout: 3_000_000 }, async () => {
  const c = await openClassifier('/work/main/models/mamori-classifier');
  const rows = JSON.parse(readFileSync('/work/scratch/t/stream.json', 'utf8'));
  const levels = ['minimal', 'standard', 'strict'] as const;
  const pol = levels.map((l) => shippedPolicy(l, 'general'));
  let n = 0;
  for (const r of rows) {
    const t: string = r.text;
    r.segs = [];
    let from = 0;
    for (;;) {
      const end = findSegmentEnd(t, from, true);
      if (end === null) break;
      const ws = Math.min(from, findTail(t.slice(0, end), 60));
      const f = async (s: string) => {
        const k = await c.classify(s, 'response');
        return pol.map((p) =>
          decideCategories(k, p, 'response').map((x) => [
            x.category,
            x.severity,
            +x.score.toFixed(3),
          ]),
        );
      };
      const w = await f(t.slice(ws, end));
      const a = ws < from ? await f(t.slice(from, end)) : null;
      r.segs.push({ from, end, ws, tok: estimateTokens(t.slice(from, end)), w, a });
      from = end;
    }
    if (++n % 200 === 0) console.log(n);
  }
  writeFileSync('/work/scratch/t/stream.out.json', JSON.stringify(rows));
});
