// @ts-check
/// <reference lib="dom" />

/** @typedef {import('playwright').Page} Page */

/**
 * Gives the page a browser that recognises speech on this device, as no browser of the tests and the gallery does. What is to
 * be heard is said with `speak`.
 * @param {Page} page
 * @param {boolean} [canListen] false for one in which the person has refused the microphone
 */
export async function fakeRecognition(page, canListen = true) {
  await page.addInitScript((mayListen) => {
    const dialects = ['en-US', 'ja-JP', 'ko-KR', 'zh-CN'];
    /** @type {{ by: EventTarget | null }} */
    const heard = { by: null };
    class FakeRecognition extends EventTarget {
      /** @param {{ langs: string[] }} options */
      static available({ langs }) {
        const isKnown = langs.every((dialect) => dialects.includes(dialect));
        return Promise.resolve(isKnown ? 'available' : 'unavailable');
      }
      processLocally = false;
      start() {
        if (!this.processLocally) throw new Error('the sound would go elsewhere');
        heard.by = this;
        if (mayListen) return;
        this.dispatchEvent(Object.assign(new Event('error'), { error: 'not-allowed' }));
        this.abort();
      }
      abort() {
        heard.by = null;
        this.dispatchEvent(new Event('end'));
      }
    }
    Object.assign(FakeRecognition.prototype, { processLocally: false });
    Object.assign(globalThis, {
      SpeechRecognition: FakeRecognition,
      /** @param {string} transcript */
      speak: (transcript) =>
        heard.by?.dispatchEvent(
          Object.assign(new Event('result'), { results: [[{ transcript }]] }),
        ) ?? false,
    });
  }, canListen);
}

/**
 * Says something.
 * @param {Page} page
 * @param {string} transcript
 * @returns {Promise<boolean>} whether anybody listens
 */
export function speak(page, transcript) {
  return page.evaluate(
    (said) =>
      /** @type {{ speak: (text: string) => boolean }} */ (
        /** @type {unknown} */ (globalThis)
      ).speak(said),
    transcript,
  );
}
