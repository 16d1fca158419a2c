import type { Page } from '@playwright/test';

/**
 * Gives the page a browser that recognises English on this device, as no browser of the tests does. What is to be heard is said
 * with `speak`.
 * @param canListen false for one in which the person has refused the microphone
 */
export async function fakeRecognition(page: Page, canListen = true): Promise<void> {
  await page.addInitScript((mayListen) => {
    const heard: { by: EventTarget | null } = { by: null };
    class FakeRecognition extends EventTarget {
      static available({ langs }: { langs: string[] }): Promise<string> {
        return Promise.resolve(langs[0] === 'en-US' ? 'available' : 'unavailable');
      }
      processLocally = false;
      start(): void {
        if (!this.processLocally) throw new Error('the sound would go elsewhere');
        heard.by = this;
        if (mayListen) return;
        this.dispatchEvent(Object.assign(new Event('error'), { error: 'not-allowed' }));
        this.abort();
      }
      abort(): void {
        heard.by = null;
        this.dispatchEvent(new Event('end'));
      }
    }
    Object.assign(FakeRecognition.prototype, { processLocally: false });
    Object.assign(globalThis, {
      SpeechRecognition: FakeRecognition,
      speak: (transcript: string) =>
        heard.by?.dispatchEvent(
          Object.assign(new Event('result'), { results: [[{ transcript }]] }),
        ) ?? false,
    });
  }, canListen);
}

/** Says something. Comes back with whether anybody listens. */
export function speak(page: Page, transcript: string): Promise<boolean> {
  return page.evaluate(
    (said) => (globalThis as unknown as { speak: (text: string) => boolean }).speak(said),
    transcript,
  );
}
