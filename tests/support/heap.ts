import type { CDPSession } from '@playwright/test';

/** The parts of a V8 heap snapshot that are read here. */
interface HeapSnapshot {
  snapshot: { meta: { node_fields: string[]; node_types: [string[], ...unknown[]] } };
  nodes: number[];
  strings: string[];
}

export interface HeapSize {
  /**
   * Everything alive but compiled code, which V8 makes of functions that are used often, and drops, when it likes: in
   * twenty loads of a model it grows by several percent, and says nothing about what the page keeps.
   */
  dataBytes: number;
  /** Promises alive: one that is waited for in vain keeps all that would go on after it. */
  promiseCount: number;
}

/** What is alive in a page's JavaScript heap after its garbage has been collected. */
export async function measureHeap(session: CDPSession): Promise<HeapSize> {
  const chunks: string[] = [];
  const collect = ({ chunk }: { chunk: string }): void => void chunks.push(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', collect);
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', collect);
  const { snapshot, nodes, strings } = JSON.parse(chunks.join('')) as HeapSnapshot;
  const fields = snapshot.meta.node_fields;
  const [typeAt, nameAt, sizeAt] = ['type', 'name', 'self_size'].map((name) =>
    fields.indexOf(name),
  ) as [number, number, number];
  const types = snapshot.meta.node_types[0];
  const size: HeapSize = { dataBytes: 0, promiseCount: 0 };
  for (let node = 0; node < nodes.length; node += fields.length) {
    const type = types[nodes[node + typeAt] ?? -1];
    if (type === undefined) throw new Error('a heap snapshot is not laid out as expected');
    if (type !== 'code') size.dataBytes += nodes[node + sizeAt] ?? 0;
    if (type === 'object' && strings[nodes[node + nameAt] ?? -1] === 'Promise') {
      size.promiseCount += 1;
    }
  }
  return size;
}
