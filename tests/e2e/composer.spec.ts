import { expect, test } from '../support/test.ts';

test('smoke', async ({ chat, page }) => {
  await chat.open();
  await page.getByRole('button', { name: 'Add to the message' }).click();
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('menuitem', { name: 'Attach files…' }).click();
  const text = 'BT /F1 24 Tf 100 700 Td (Hello PDF world) Tj ET';
  const pdf = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length ${text.length}>>stream
${text}
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>`;
  await (
    await choosing
  ).setFiles([
    { name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from(pdf) },
    { name: 'b.txt', mimeType: 'text/plain', buffer: Buffer.from('hello there') },
  ]);
  const tray = page.getByRole('list', { name: 'Attachments' });
  await expect(tray).toContainText('tokens');
  await expect(tray.getByRole('listitem').nth(1)).toContainText('tokens');
  await expect(tray.getByRole('listitem').nth(0)).toContainText('tokens');
  console.log(await tray.innerText());
});
