import { getDocument, PDFWorker } from 'pdfjs-dist';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import type { AttachmentFault } from '../domain/attachment.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { MOST_CHARACTERS, MOST_READING_MS } from './limits.ts';

/** Starts the worker in which a document is taken apart. */
export type SpawnPdfWorker = () => Result<Worker>;

/** What came of reading within the time that there is. */
type Outcome = Result<string, AttachmentFault>;

/**
 * The text of a PDF. It is taken apart in a worker without a network, which lives for this document alone and is ended
 * after `MOST_READING_MS` whatever it does.
 */
export async function readPdf(file: Blob, spawn: SpawnPdfWorker): Promise<Outcome> {
  const spawned = spawn();
  if (!spawned.ok) return err({ type: 'unreadable' });
  const port = spawned.value;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<Outcome>((resolve) => {
    const fault = { type: 'too-slow', afterMs: MOST_READING_MS } as const;
    timer = setTimeout(() => resolve(err(fault)), MOST_READING_MS);
  });
  const crash = new Promise<Outcome>((resolve) => {
    port.addEventListener('error', () => resolve(err({ type: 'unreadable' })));
  });
  try {
    return await Promise.race([read(file, port), deadline, crash]);
  } finally {
    clearTimeout(timer);
    // a worker that hangs would not answer a request to end
    port.terminate();
  }
}

async function read(file: Blob, port: Worker): Promise<Outcome> {
  try {
    const data = new Uint8Array(await file.arrayBuffer());
    const worker = PDFWorker.create({ port });
    const pdf = await getDocument({
      data,
      worker,
      // nothing is drawn, and nothing but the file is read
      useWasm: false,
      useWorkerFetch: false,
      useSystemFonts: false,
      disableFontFace: true,
      enableXfa: false,
      stopAtErrors: false,
    }).promise;
    return await readPages(pdf);
  } catch (thrown) {
    return err({ type: isPasswordException(thrown) ? 'encrypted' : 'damaged' });
  }
}

async function readPages(pdf: PDFDocumentProxy): Promise<Outcome> {
  const pages: string[] = [];
  let characters = 0;
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await readPage(await pdf.getPage(number), MOST_CHARACTERS - characters);
    if (page === null) return err({ type: 'too-long', mostCharacters: MOST_CHARACTERS });
    characters += page.length;
    if (page !== '') pages.push(page);
  }
  return pages.length === 0 ? err({ type: 'no-text' }) : ok(pages.join('\n\n'));
}

/** Null where there are more than `mostCharacters`. */
async function readPage(page: PDFPageProxy, mostCharacters: number): Promise<string | null> {
  const reader = page.streamTextContent().getReader() as ReadableStreamDefaultReader<TextPart>;
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    for (const { str = '', hasEOL = false } of part.value.items) {
      text += hasEOL ? `${str}\n` : str;
    }
    if (text.length > mostCharacters) {
      await reader.cancel();
      return null;
    }
  }
  page.cleanup();
  return text.trim();
}

interface TextPart {
  items: readonly { str?: string; hasEOL?: boolean }[];
}

function isPasswordException(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'PasswordException';
}
