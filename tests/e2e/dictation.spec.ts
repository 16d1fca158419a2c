import { fakeRecognition, speak } from '../../tools/gallery/fake-recognition.mjs';
import { findLayoutFaults } from '../../tools/gallery/find-layout-faults.mjs';
import { violations } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

test('a browser that recognises no speech on the device offers no dictation', async ({
  chat,
  page,
}) => {
  await chat.open();
  await expect(page.getByRole('button', { name: 'Add to the message' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Dictate' })).toHaveCount(0);
});

test('a deployer whose headers turn the microphone off has no dictation', async ({
  chat,
  page,
}) => {
  await fakeRecognition(page);
  await page.route(/\?/u, async (route) => {
    if (!route.request().isNavigationRequest()) return route.continue();
    const response = await route.fetch();
    const headers = { ...response.headers(), 'permissions-policy': 'microphone=()' };
    await route.fulfill({ response, headers });
  });
  await chat.open();
  await expect(page.getByRole('button', { name: 'Add to the message' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Dictate' })).toHaveCount(0);
  await page.unroute(/\?/u);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Dictate' })).toBeVisible();
});

for (const width of [1280, 390]) {
  test.describe(`dictation at ${width} px`, () => {
    test.use({ viewport: { width, height: 800 }, contextOptions: { reducedMotion: 'reduce' } });

    test('what is spoken is written after what stands there, until it is ended or the page is left', async ({
      chat,
      page,
    }) => {
      await fakeRecognition(page);
      await chat.open();
      await chat.composer.fill('Dear Ada,');
      await page.getByRole('button', { name: 'Dictate' }).click();
      const stop = page.getByRole('button', { name: 'Stop dictating' });
      await expect(stop).toBeVisible();
      expect(await speak(page, 'how are')).toBe(true);
      await expect(chat.composer).toHaveValue('Dear Ada, how are');
      await speak(page, 'how are you');
      await expect(chat.composer).toHaveValue('Dear Ada, how are you');
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(findLayoutFaults)).toEqual([]);
      await stop.click();
      await expect(page.getByRole('button', { name: 'Dictate' })).toBeFocused();
      expect(await speak(page, 'and more')).toBe(false);

      await page.keyboard.press('Enter');
      await speak(page, 'and more');
      await expect(chat.composer).toHaveValue('Dear Ada, how are you and more');
      // who writes themselves is not written over
      await chat.composer.press('End');
      await chat.composer.pressSequentially('!');
      await expect(page.getByRole('button', { name: 'Dictate' })).toBeVisible();
      expect(await speak(page, 'and less')).toBe(false);
      await expect(chat.composer).toHaveValue('Dear Ada, how are you and more!');

      // nobody is listened to in a tab that they do not see
      await page.getByRole('button', { name: 'Dictate' }).click();
      await expect(stop).toBeVisible();
      await page.evaluate(() => {
        Object.defineProperty(document, 'hidden', { value: true });
        document.dispatchEvent(new Event('visibilitychange'));
      });
      await expect(page.getByRole('button', { name: 'Dictate' })).toBeVisible();
      expect(await speak(page, 'behind my back')).toBe(false);
    });

    test('a microphone that is refused is told in a sentence', async ({ chat, page }) => {
      await fakeRecognition(page, false);
      await chat.open();
      await page.getByRole('button', { name: 'Dictate' }).click();
      await expect(chat.alert).toContainText('does not let this page use the microphone');
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(findLayoutFaults)).toEqual([]);
      await chat.composer.click();
      await expect(chat.alert).toHaveCount(0);
    });
  });
}
