import { detectLanguage } from '../safety/classifier/detect-language.ts';
import { splitForSpeech } from '../domain/split-for-speech.ts';

/** What of `speechSynthesis` is used. */
export type Speech = Pick<SpeechSynthesis, 'getVoices' | 'speak' | 'cancel' | 'addEventListener'>;

/** Reads replies out with voices of this device alone: others send the text to a server. */
export class ReadAloud {
  readonly #speech: Speech | undefined;
  #voices = $state.raw<readonly SpeechSynthesisVoice[]>([]);
  #messageId = $state<string | null>(null);

  constructor(speech: Speech | undefined) {
    this.#speech = speech;
    this.#readVoices();
    speech?.addEventListener('voiceschanged', () => this.#readVoices());
  }

  /** Which message is being read, or null. */
  get messageId(): string | null {
    return this.#messageId;
  }

  /** Whether a voice of this device speaks the language of a text. */
  canRead(text: string): boolean {
    return this.#voices.length > 0 && this.#findVoice(detectLanguage(text)) !== undefined;
  }

  /** Reads a text from its beginning; what was being read before stops. */
  read(messageId: string, text: string): void {
    const voice = this.#findVoice(detectLanguage(text));
    if (!this.#speech || !voice) return;
    this.stop();
    this.#messageId = messageId;
    const parts = splitForSpeech(text);
    parts.forEach((part, at) => {
      const utterance = new SpeechSynthesisUtterance(part);
      utterance.voice = voice;
      utterance.lang = voice.lang;
      const end = (): void => {
        if (this.#messageId === messageId) this.#messageId = null;
      };
      if (at === parts.length - 1) utterance.addEventListener('end', end);
      utterance.addEventListener('error', end);
      this.#speech?.speak(utterance);
    });
  }

  stop(): void {
    this.#messageId = null;
    this.#speech?.cancel();
  }

  #readVoices(): void {
    this.#voices = this.#speech?.getVoices().filter(({ localService }) => localService) ?? [];
  }

  #findVoice(language: string): SpeechSynthesisVoice | undefined {
    const speaks = ({ lang }: SpeechSynthesisVoice): boolean =>
      lang.toLowerCase().split(/[-_]/u, 1)[0] === language;
    return (
      this.#voices.find((voice) => voice.default && speaks(voice)) ?? this.#voices.find(speaks)
    );
  }
}
