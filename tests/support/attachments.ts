import { expect, type Locator, type Page } from '@playwright/test';
import { writeZip } from './hostile-zip.ts';

/** A file as a test attaches it. */
export interface WrittenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export const textFile = (name: string, text: string): WrittenFile => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(text),
});

/** The smallest PDF: one page that draws `words`, or nothing. */
export function pdfFile(name: string, words: string, trailer = ''): WrittenFile {
  const drawn = words === '' ? '' : `BT /F1 24 Tf 100 700 Td (${words}) Tj ET`;
  const text = [
    '%PDF-1.4',
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj',
    `4 0 obj<</Length ${drawn.length}>>stream\n${drawn}\nendstream endobj`,
    '5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj',
    `trailer<</Root 1 0 R${trailer}>>`,
  ].join('\n');
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(text) };
}

/** A Word document with this as its main part; `saysBytes` is what the zip says of its size. */
export async function docxFile(
  name: string,
  xml: Buffer,
  saysBytes?: number,
): Promise<WrittenFile> {
  const zip = writeZip([
    {
      path: 'word/document.xml',
      bytes: Uint8Array.from(xml),
      deflate: true,
      ...(saysBytes === undefined ? {} : { saysBytes }),
    },
  ]);
  return { name, mimeType: '', buffer: Buffer.from(await zip.arrayBuffer()) };
}

/** Attaches files as a person does, by the menu; gives the list of attachments. */
export async function attach(page: Page, files: WrittenFile[]): Promise<Locator> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add to the message' }).click();
  await page.getByRole('menuitem', { name: 'Attach files…' }).click();
  await (await choosing).setFiles(files);
  const list = page.getByRole('list', { name: 'Attachments' });
  await expect(list).toBeVisible();
  return list;
}
