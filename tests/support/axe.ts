import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Run {
  /** What is looked at; all of the page without it. */
  within?: string;
  /** The rules that are tried; all of them without it. */
  rules?: readonly string[];
}

/** What of the page breaks a rule of accessibility: the rule and where. */
export async function violations(page: Page, { within, rules }: Run = {}): Promise<string[]> {
  // evaluated, not added as a script: the page's policy allows none but its own
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const run = {
    context: within === undefined ? {} : { include: [within] },
    options: rules === undefined ? {} : { runOnly: rules },
  };
  return page.evaluate(async ({ context, options }) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run: (
          context: object,
          options: object,
        ) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const scope = 'include' in context ? context : document;
    const result = await axe.run(scope, options);
    return result.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
    );
  }, run);
}
