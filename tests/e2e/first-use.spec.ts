import { violations } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

test.use({ level: null });

for (const size of [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
]) {
  test(`a newcomer chooses language and level on the first screen, or neither, at ${size.width} px`, async ({
    chat,
    page,
  }) => {
    await page.setViewportSize(size);
    await chat.open('');
    // three sentences, and what will be fetched and how large it is
    await expect(page.getByText('Once the model is here, it needs no network.')).toBeVisible();
    await expect(page.getByText(/^[\d.]+ MB in all, downloaded once/u)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Download and start' })).toBeEnabled();
    const level = page.getByRole('combobox', { name: 'Safety level' });
    await expect(level).toHaveValue('standard');
    await level.selectOption('strict');
    await expect(page.locator('main header')).toContainText('Strict');
    // without the layer its classifier is not fetched either
    const total = page.getByText(/ MB in all/u);
    const withClassifier = (await total.textContent()) ?? '';
    await level.selectOption('off');
    await expect(page.getByText('The safety layer is off')).toBeVisible();
    await expect(total).not.toHaveText(withClassifier);
    await page.getByRole('combobox', { name: 'Language' }).selectOption('ja');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      '自分の GPU で動く、プライベートなチャット',
    );
    await page.reload();
    await expect(page.getByRole('combobox', { name: '言語' })).toHaveValue('ja');
    await expect(page.getByRole('combobox', { name: '安全レベル' })).toHaveValue('off');
    expect(await violations(page)).toEqual([]);
  });
}

test('another model, and how to check what is said, are one press away', async ({ chat, page }) => {
  await chat.open();
  await page.getByRole('button', { name: 'Choose another model' }).click();
  await expect(page.getByRole('dialog', { name: 'Models' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'How to check this' }).click();
  await expect(page.getByRole('dialog', { name: 'About' })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the public page about privacy runs no script and breaks no rule of accessibility: ${colorScheme}`, async ({
    page,
    watch,
  }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 320, height: 640 });
    for (const [language, title] of [
      ['en', 'How your text stays private'],
      ['ja', '文章が外に出ない仕組み'],
      ['ko', '글이 밖으로 나가지 않는 방법'],
      ['zh', '你的文字如何保持私密'],
    ] as const) {
      const response = await page.goto(`./about/${language}.html`);
      expect(response?.headers()['content-security-policy']).not.toContain('script-src');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    }
    expect(watch.requests.filter((url) => url.endsWith('.js'))).toEqual([]);
    await expect(page.getByRole('cell', { name: '@mlc-ai/web-llm' })).toBeVisible();
    const texts = await page.request.get('./about/licences.txt');
    expect(await texts.text()).toContain('Apache License');
  });
}

test('the app leads to it in a tab of its own, and it is there without a network', async ({
  chat,
  context,
  page,
}) => {
  await chat.open('lang=ko');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.getByRole('button', { name: '정보', exact: true }).click();
  const opened = context.waitForEvent('page');
  await page.getByRole('link', { name: /개인정보 보호와 그 한계/u }).click();
  const about = await opened;
  await expect(about.getByRole('heading', { level: 1 })).toHaveText('글이 밖으로 나가지 않는 방법');
  await context.setOffline(true);
  await about.getByRole('link', { name: '日本語' }).click();
  await expect(about.getByRole('heading', { level: 1 })).toHaveText('文章が外に出ない仕組み');
  await about.goto('./about/');
  await expect(about.getByRole('heading', { level: 1 })).toHaveText('How your text stays private');
  await about.getByRole('link', { name: 'Open Mamori' }).click();
  await expect(about.getByRole('textbox', { name: 'Message' })).toBeVisible();
});
