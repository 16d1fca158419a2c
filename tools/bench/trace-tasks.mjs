// @ts-check

/**
 * What a page's main thread did, a task being what it does without being able to answer in between. Milliseconds.
 * @typedef {object} TaskCost
 * @property {number} longestMs from the beginning of the longest task to its end, with what else the machine did meanwhile
 * @property {number} longestCpuMs what the main thread itself worked for the task that was most work
 * @property {number} overCount tasks from beginning to end above `LONG_MS`
 * @property {number} overCpuCount tasks with more work than that
 */

/** From here on a person notices that the page does not answer; browsers call such a task long. */
export const LONG_MS = 50;

/**
 * @param {import('playwright').Browser} browser
 * @param {import('playwright').Page} page
 * @param {() => Promise<unknown>} work
 * @returns {Promise<TaskCost>}
 */
async function traceTasks(browser, page, work) {
  await browser.startTracing(page, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'],
  });
  await work();
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8'));
  /** @type {readonly { name: string, ph: string, pid: number, tid: number, dur?: number, tdur?: number, args?: { name?: string } }[]} */
  const events = trace.traceEvents;
  const threads = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}:${tid}`),
  );
  // microseconds, in a trace
  const tasks = events
    .filter(
      ({ name, ph, pid, tid }) => name === 'RunTask' && ph === 'X' && threads.has(`${pid}:${tid}`),
    )
    .map(({ dur = 0, tdur = 0 }) => ({ ms: dur / 1_000, cpuMs: tdur / 1_000 }));
  return {
    longestMs: Math.max(0, ...tasks.map(({ ms }) => ms)),
    longestCpuMs: Math.max(0, ...tasks.map(({ cpuMs }) => cpuMs)),
    overCount: tasks.filter(({ ms }) => ms > LONG_MS).length,
    overCpuCount: tasks.filter(({ cpuMs }) => cpuMs > LONG_MS).length,
  };
}

/**
 * The least of each figure in several runs of the same work: what else a machine does only ever makes them larger.
 * @param {number} runs
 * @param {import('playwright').Browser} browser
 * @param {import('playwright').Page} page
 * @param {() => Promise<unknown>} work
 * @param {() => Promise<unknown>} [prepare] before each run, not measured
 * @returns {Promise<TaskCost>}
 */
export async function traceLeast(runs, browser, page, work, prepare = async () => undefined) {
  /** @type {TaskCost[]} */
  const costs = [];
  for (let run = 0; run < runs; run += 1) {
    await prepare();
    costs.push(await traceTasks(browser, page, work));
  }
  /** @param {keyof TaskCost} name */
  const least = (name) => Math.min(...costs.map((cost) => cost[name]));
  return {
    longestMs: least('longestMs'),
    longestCpuMs: least('longestCpuMs'),
    overCount: least('overCount'),
    overCpuCount: least('overCpuCount'),
  };
}
