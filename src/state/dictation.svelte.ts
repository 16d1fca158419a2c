/** What of a `SpeechRecognition` is used, with the parts for recognition on the device (Web Speech API, 2025). */
export interface Recogniser extends EventTarget {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  /** True: a browser that would have to send the sound elsewhere fails instead. */
  processLocally: boolean;
  start(): void;
  abort(): void;
}

/** The class of them, or what an older browser has under its name. */
export interface RecogniserClass {
  new (): Recogniser;
  readonly prototype: object;
  available?: (options: { langs: readonly string[]; processLocally: true }) => Promise<string>;
}

/** The text that is dictated into. */
export interface DictatedText {
  read(): string;
  write(text: string): void;
}

export type DictationState =
  /** This browser would send the sound elsewhere, or has no recognition of the language on this device. */
  | { type: 'unavailable' }
  | { type: 'idle' }
  | { type: 'listening' }
  | { type: 'failed'; reason: 'denied' | 'broken' };

/** What a browser that has one dialect of a language on the device calls it. */
const DIALECTS: Readonly<Record<string, readonly string[]>> = {
  en: ['en-US', 'en-GB'],
  ja: ['ja-JP'],
  ko: ['ko-KR'],
  zh: ['cmn-Hans-CN', 'zh-CN'],
};

/** Ends that are no failure: nobody spoke, or somebody ended it. */
const QUIET_ERRORS: readonly string[] = ['no-speech', 'aborted'];

/** Puts what is spoken into a text. The sound stays on the device: where that is not certain, nothing is offered. */
export class Dictation {
  readonly #Recogniser: RecogniserClass | undefined;
  readonly #text: DictatedText;
  #state = $state.raw<DictationState>({ type: 'unavailable' });
  #recogniser: Recogniser | null = null;
  #language = '';
  #dialect = '';
  /** What was written last: another text is the person's own. */
  #written = '';

  constructor(Recogniser: RecogniserClass | undefined, text: DictatedText) {
    this.#Recogniser = Recogniser;
    this.#text = text;
  }

  get state(): DictationState {
    return this.#state;
  }

  /** Looks whether a language is recognised on this device; downloads nothing for it. */
  async prepare(language: string, browserLanguages: readonly string[]): Promise<void> {
    this.stop();
    this.#language = language;
    const own = browserLanguages.filter((tag) => tag.split('-')[0] === language);
    const dialect = await this.#findDialect([...own, ...(DIALECTS[language] ?? [])]);
    // another language may have been chosen meanwhile
    if (this.#language !== language) return;
    this.#dialect = dialect ?? '';
    this.#state = { type: dialect === null ? 'unavailable' : 'idle' };
  }

  start(): void {
    if (!this.#Recogniser || this.#dialect === '' || this.#recogniser) return;
    const recogniser = new this.#Recogniser();
    recogniser.lang = this.#dialect;
    recogniser.continuous = true;
    recogniser.interimResults = true;
    recogniser.processLocally = true;
    const before = this.#text.read();
    this.#written = before;
    recogniser.addEventListener('result', (event) => {
      if (this.#recogniser !== recogniser) return;
      this.#written = join(before, readTranscript(event));
      this.#text.write(this.#written);
    });
    recogniser.addEventListener('error', (event) => {
      const { error } = event as Event & { error: string };
      if (this.#recogniser !== recogniser || QUIET_ERRORS.includes(error)) return;
      this.#recogniser = null;
      this.#state = { type: 'failed', reason: error === 'not-allowed' ? 'denied' : 'broken' };
    });
    recogniser.addEventListener('end', () => {
      if (this.#recogniser === recogniser) this.stop();
    });
    this.#recogniser = recogniser;
    this.#state = { type: 'listening' };
    recogniser.start();
  }

  /** Ends it at once; what was written stays. */
  stop(): void {
    const recogniser = this.#recogniser;
    this.#recogniser = null;
    if (this.#state.type !== 'unavailable') this.#state = { type: 'idle' };
    recogniser?.abort();
  }

  /** Ends it where the person has changed the text, sent it, or opened another. */
  noteText(text: string): void {
    if (this.#recogniser && text !== this.#written) this.stop();
  }

  async #findDialect(dialects: readonly string[]): Promise<string | null> {
    const Recogniser = this.#Recogniser;
    // an older browser takes no notice of the wish, and sends the sound to a server
    if (!Recogniser?.available || !('processLocally' in Recogniser.prototype)) return null;
    for (const dialect of dialects) {
      try {
        const found = await Recogniser.available({ langs: [dialect], processLocally: true });
        if (found === 'available') return dialect;
      } catch {
        // a name that this browser does not know
      }
    }
    return null;
  }
}

/** All that was heard since the beginning, with what may still change at its end. */
function readTranscript(event: Event): string {
  const { results } = event as Event & { results: SpeechRecognitionResultList };
  return Array.from(results, (result) => result[0]?.transcript ?? '').join('');
}

/** Words go on after a space, but not in a script that has none. */
function join(before: string, spoken: string): string {
  const needsSpace = /[\p{L}\p{N}\p{P}]$/u.test(before) && !/^\s/u.test(spoken);
  const isEastern = /[\u3001-\u30ff\u4e00-\u9fff]$/u.test(before);
  return `${before}${needsSpace && !isEastern ? ' ' : ''}${spoken}`;
}
