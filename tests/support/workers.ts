import type { Page, Worker } from '@playwright/test';

export type WorkerFolder = 'chat-worker' | 'classify-worker' | 'download-worker';

/** The running worker of that name; a test that asks for one that is not there is wrong. */
export function findWorker(page: Page, name: WorkerFolder): Worker {
  const found = page.workers().find((candidate) => candidate.url().includes(`/workers/${name}/`));
  if (!found) throw new Error(`there is no ${name}`);
  return found;
}

/** Hangs the worker's thread for good. In a task of its own: a browser does not end a worker that a debugger has hung. */
export async function hangWorker(page: Page, name: WorkerFolder): Promise<void> {
  await findWorker(page, name).evaluate(() => {
    setTimeout(() => {
      for (;;);
    });
  });
}
