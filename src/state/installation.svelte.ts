/** Chromium's event; not in TypeScript's DOM library. */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

/**
 * How this app gets among the device's apps: `offered` by the browser at the press of a button, by hand through `share-menu`
 * (iOS) or `browser-menu`, or it is there already.
 */
export type InstallWay = 'offered' | 'share-menu' | 'browser-menu' | 'installed';

/** Installing the app on this device. */
export class Installation {
  #prompt = $state.raw<InstallPrompt | null>(null);
  #isInstalled = $state(false);

  constructor() {
    this.#isInstalled = matchMedia('(display-mode: standalone)').matches;
    addEventListener('beforeinstallprompt', (event) => {
      // the browser's own banner would come at a moment of its choosing
      event.preventDefault();
      this.#prompt = event as InstallPrompt;
    });
    addEventListener('appinstalled', () => {
      this.#prompt = null;
      this.#isInstalled = true;
    });
  }

  get way(): InstallWay {
    if (this.#isInstalled) return 'installed';
    if (this.#prompt) return 'offered';
    // only iOS and iPadOS have this property; there is no event there
    return 'standalone' in navigator ? 'share-menu' : 'browser-menu';
  }

  /** Lets the browser ask the person. An offer can be made once. */
  async install(): Promise<void> {
    const prompt = this.#prompt;
    this.#prompt = null;
    await prompt?.prompt();
  }
}
