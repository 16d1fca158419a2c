import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

const eslint = new ESLint();

async function refusals(filePath: string, imported: string): Promise<string[]> {
  const [result] = await eslint.lintText(`import '${imported}';\n`, { filePath });
  return (result?.messages ?? [])
    .filter(({ ruleId }) => ruleId === 'no-restricted-imports')
    .map(({ message }) => message);
}

test.each([
  ['src/domain/result.ts', '../protocol/client.ts'],
  ['src/protocol/client.ts', '../engine/chat-engine.ts'],
  ['src/engine/chat-engine.ts', '../state/app.svelte.ts'],
  ['src/storage/preferences.ts', '../protocol/client.ts'],
  ['src/markdown/lex.ts', '../storage/preferences.ts'],
  ['src/documents/read-pdf.ts', '../engine/spawn-worker.ts'],
  ['src/ui/format.ts', '../documents/read-document.ts'],
  ['src/state/app.svelte.ts', '../ui/format.ts'],
  ['src/ui/format.ts', '../engine/chat-engine.ts'],
  ['src/ui/chat/scroll-follower.ts', '../../storage/preferences.ts'],
  ['workers/chat/chat-worker.ts', '../download/fetch-file.ts'],
  ['workers/chat/chat-worker.ts', '../../src/storage/conversations/database.ts'],
  ['workers/download/download-worker.ts', '../chat/delta-batcher.ts'],
])('%s may not import %s', async (from, to) => {
  expect(await refusals(from, to)).toHaveLength(1);
});

test.each([
  ['src/protocol/client.ts', '../domain/result.ts'],
  ['src/state/app.svelte.ts', '../engine/chat-engine.ts'],
  ['src/ui/format.ts', '../state/app.svelte.ts'],
  ['src/ui/markdown/Markdown.svelte', '../../markdown/nodes.ts'],
  ['workers/chat/chat-worker.ts', '../../src/storage/weights/weight-store.ts'],
])('%s may import %s', async (from, to) => {
  expect(await refusals(from, to)).toEqual([]);
});
