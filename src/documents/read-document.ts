import { extensionOf, type AttachmentFault } from '../domain/attachment.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { decodeText } from './decode-text.ts';
import { MOST_CHARACTERS, MOST_DOCUMENT_BYTES, MOST_TEXT_BYTES } from './limits.ts';
import type { SpawnPdfWorker } from './read-pdf.ts';

export interface ReadingOptions {
  /** Of the person: what a text is written in that is not UTF-8. */
  language: string;
  spawnPdfWorker: SpawnPdfWorker;
}

/** The text of a file that a person attaches. A PDF and a Word document are read as such, anything else as plain text. */
export async function readDocument(
  file: File,
  { language, spawnPdfWorker }: ReadingOptions,
): Promise<Result<string, AttachmentFault>> {
  if (file.size === 0) return err({ type: 'empty' });
  const extension = extensionOf(file.name);
  const isDocument = extension === 'pdf' || extension === 'docx';
  const mostBytes = isDocument ? MOST_DOCUMENT_BYTES : MOST_TEXT_BYTES;
  if (file.size > mostBytes) return err({ type: 'too-large', mostBytes });
  const read = await readByKind();
  if (!read.ok) return read;
  const text = dropControls(read.value);
  if (text.trim() === '') return err({ type: isDocument ? 'no-text' : 'empty' });
  if (text.length > MOST_CHARACTERS) {
    return err({ type: 'too-long', mostCharacters: MOST_CHARACTERS });
  }
  return ok(text);

  async function readByKind(): Promise<Result<string, AttachmentFault>> {
    // each comes with its own code, which few visitors need
    if (extension === 'pdf') {
      const { readPdf } = await import('./read-pdf.ts');
      return readPdf(file, spawnPdfWorker);
    }
    if (extension === 'docx') {
      const { readDocx } = await import('./read-docx.ts');
      return readDocx(file);
    }
    const text = decodeText(new Uint8Array(await file.arrayBuffer()), language);
    return text === null ? err({ type: 'unknown-kind' }) : ok(text);
  }
}

/** Characters that nobody sees and a model only stumbles over. Tabs and line ends stay. */
function dropControls(text: string): string {
  return text.replace(/[^\P{Cc}\t\n]/gu, '').replace(/\n+$/u, '');
}
