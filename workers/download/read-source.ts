import { describe, toAppError, type AppError } from '../../src/domain/app-error.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import { FileBuffer } from './file-buffer.ts';
import type { SourceFile } from './source-file.ts';
import { quote } from './source-listing.ts';
import { unsupported } from './unsupported.ts';

export interface ReadBytes {
  bytes: Uint8Array<ArrayBuffer>;
  sha256: string;
}

/**
 * Reads one file into memory and hashes it. It stops at the first byte beyond the size that the file says it has, and a
 * file that ends before is refused too. `onRead` is called with the bytes of each piece. Errors: `aborted`,
 * `out-of-memory`, and `model-unsupported` or `unknown` with the path.
 */
export async function readSource(
  file: SourceFile,
  signal: AbortSignal,
  onRead: (bytes: number) => void = () => undefined,
): Promise<Result<ReadBytes>> {
  const { sizeBytes } = file;
  try {
    const buffer = new FileBuffer(sizeBytes, sizeBytes);
    const into = new WritableStream<Uint8Array>({
      write(chunk) {
        if (!buffer.append(chunk)) throw new Error(`longer than the ${sizeBytes} bytes it says`);
        onRead(chunk.byteLength);
      },
    });
    signal.throwIfAborted();
    await file.pour(into, signal);
    if (signal.aborted) return err({ type: 'aborted' });
    if (buffer.length < sizeBytes) {
      return err(unsupported(`${quote(file.path)}: shorter than the ${sizeBytes} bytes it says`));
    }
    return ok({ bytes: buffer.take(), sha256: buffer.digest() });
  } catch (thrown) {
    return err(signal.aborted ? { type: 'aborted' } : explain(file.path, thrown));
  }
}

function explain(path: string, thrown: unknown): AppError {
  const detail = `${quote(path)}: ${describe(thrown)}`;
  if (thrown instanceof RangeError) return { type: 'out-of-memory', detail };
  // the browser's own refusal (moved, changed, locked) says nothing about the model
  if (thrown instanceof DOMException) {
    const error = toAppError(thrown);
    return error.type === 'quota-exceeded' ? error : { type: 'unknown', detail };
  }
  return unsupported(detail);
}
