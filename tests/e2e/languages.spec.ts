import { expect, test } from '../support/test.ts';

const TITLES = {
  en: 'A private chat on your own graphics processor',
  ja: '自分の GPU で動く、プライベートなチャット',
  ko: '내 GPU에서 실행되는 비공개 채팅',
  zh: '在你自己的 GPU 上运行的私密聊天',
};

for (const [language, title] of Object.entries(TITLES)) {
  test(`the page speaks ${language} when the address asks for it`, async ({ chat, page }) => {
    await chat.open(`lang=${language}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
  });
}

test('the language changes without a reload and is remembered', async ({ chat, page }) => {
  await chat.open('');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page
    .getByRole('dialog', { name: 'Settings' })
    .getByRole('combobox', { name: 'Language' })
    .selectOption('ja');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(TITLES.ja);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(TITLES.ja);
});

test('an unknown language in the address falls back to the browser’s', async ({ chat, page }) => {
  await chat.open('lang=tlh');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(TITLES.en);
});
