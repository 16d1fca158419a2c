import { expect, test } from '../support/test.ts';
import { expectControlled } from '../support/offline-page.ts';

interface WebManifest {
  name: string;
  start_url: string;
  display: string;
  theme_color: string;
  background_color: string;
  icons: { src: string; sizes: string; type: string; purpose: string }[];
  screenshots: { src: string; sizes: string; form_factor: string }[];
  shortcuts: { url: string }[];
}

test('the app can be installed: Chromium finds nothing in the way', async ({ chat, page }) => {
  await chat.open();
  await expectControlled(page);
  const session = await page.context().newCDPSession(page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // a test's window is an incognito one, where nothing can be installed
  const errors = installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito');
  expect(errors).toEqual([]);
  const { errors: faults } = await session.send('Page.getAppManifest');
  expect(faults).toEqual([]);
});

test('the manifest names icons and screenshots that are what it says, maskable ones among them', async ({
  chat,
  page,
  request,
}) => {
  await chat.open();
  const address = new URL('manifest.webmanifest', page.url()).href;
  const response = await request.get(address);
  expect(response.headers()['content-type']).toContain('manifest+json');
  const manifest = (await response.json()) as WebManifest;
  expect(manifest).toMatchObject({ name: 'Mamori', display: 'standalone', start_url: './' });
  expect(manifest.theme_color).toMatch(/^#[0-9a-f]{6}$/u);
  expect(manifest.icons.filter(({ purpose }) => purpose === 'maskable').length).toBeGreaterThan(0);
  expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(
    expect.arrayContaining(['192x192', '512x512']),
  );
  for (const { src, sizes } of [...manifest.icons, ...manifest.screenshots]) {
    const image = await request.get(new URL(src, address).href);
    expect(image.status(), src).toBe(200);
    if (!src.endsWith('.png')) continue;
    // a PNG's width and height are the fifth and sixth word (https://www.w3.org/TR/png-3/#11IHDR)
    const bytes = await image.body();
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, src).toBe(sizes);
  }
  for (const theme of ['light', 'dark'] as const) {
    const colour = page.locator(`meta[name="theme-color"][media*="${theme}"]`);
    await expect(colour).toHaveAttribute('content', /^#[0-9a-f]{6}$/u);
  }
});

test('nothing that the app loads is asked for without encryption but on this device', async ({
  chat,
  watch,
}) => {
  await chat.start();
  const foreign = watch.requests.filter((url) => {
    const { protocol, hostname } = new URL(url);
    return protocol === 'http:' && hostname !== 'localhost';
  });
  expect(foreign).toEqual([]);
});
