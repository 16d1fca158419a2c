import { attach, docxFile, pdfFile, textFile } from '../support/attachments.ts';
import { expect, test } from '../support/test.ts';

test('no attached file harms the app: each is refused in a sentence, and a good one is read after them', async ({
  chat,
  page,
}) => {
  const bomb = Buffer.alloc(40 * 1024 ** 2, '<w:t>a</w:t>');
  const script = '<w:p><w:r><w:t>&lt;img src=x onerror=alert(1)&gt; plain words</w:t></w:r></w:p>';
  await chat.open();
  const list = await attach(page, [
    await docxFile('bomb.docx', bomb),
    // it says that it is small
    await docxFile('liar.docx', bomb, 1_000),
    { name: 'locked.docx', mimeType: '', buffer: Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]) },
    textFile('broken.docx', 'PK\u0003\u0004 but nothing more'),
    textFile(
      'broken.pdf',
      '%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>',
    ),
    textFile('noise.pdf', 'no document at all'),
    pdfFile('scan.pdf', ''),
    pdfFile(
      'secret.pdf',
      'x',
      '/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(12345678901234567890123456789012)/U(12345678901234567890123456789012)>>/ID[(a)(a)]',
    ),
    textFile('huge.json', `[${'1,'.repeat(700_000)}1]`),
    { name: 'program', mimeType: '', buffer: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 0]) },
    textFile('nothing.txt', ' \n '),
    await docxFile('good.docx', Buffer.from(script)),
  ]);
  const items = list.getByRole('listitem');
  await expect(items).toHaveCount(12);
  const words = [
    'Too large',
    'cannot be read|Too large',
    'Protected with a password',
    'cannot be read',
    // a tree of pages that is its own branch has no page
    'No text in it',
    'cannot be read',
    'No text in it',
    'Protected with a password',
    'Too long',
    'neither text nor',
    'no text in this file',
    'tokens',
  ];
  for (const [at, said] of words.entries()) {
    await expect(items.nth(at), String(at)).toContainText(new RegExp(said, 'u'));
  }
  // nothing of a document became an element, and the page goes on
  await expect(page.locator('main img')).toHaveCount(0);
  await chat.composer.fill('still here');
  await expect(chat.composer).toHaveValue('still here');
});
