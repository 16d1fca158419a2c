import { createHash } from 'node:crypto';
import type { ModelFile } from '../../src/domain/catalogue.ts';

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** The lock entry of a file with this content. */
export function lockFile(path: string, content: Uint8Array): ModelFile {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { path, sizeBytes: content.byteLength, sha256 };
}
