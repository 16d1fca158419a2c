import { expect, test } from 'vitest';
import { Dictation, type RecogniserClass } from '../../src/state/dictation.svelte.ts';

/** A browser that recognises these dialects on the device, or says so. */
function createBrowser(dialects: readonly string[], isAware = true) {
  const made: InstanceType<typeof FakeRecogniser>[] = [];
  class FakeRecogniser extends EventTarget {
    static available({ langs }: { langs: readonly string[] }): Promise<string> {
      if (langs[0] === 'xx') return Promise.reject(new Error('unknown'));
      return Promise.resolve(
        langs.every((tag) => dialects.includes(tag)) ? 'available' : 'downloadable',
      );
    }
    lang = '';
    continuous = false;
    interimResults = false;
    calls: string[] = [];
    constructor() {
      super();
      made.push(this);
    }
    start(): void {
      this.calls.push('start');
    }
    abort(): void {
      this.calls.push('abort');
      this.dispatchEvent(new Event('end'));
    }
    say(...transcripts: string[]): void {
      const results = transcripts.map((transcript) => [{ transcript }]);
      this.dispatchEvent(Object.assign(new Event('result'), { results }));
    }
    fail(error: string): void {
      this.dispatchEvent(Object.assign(new Event('error'), { error }));
      this.dispatchEvent(new Event('end'));
    }
  }
  if (isAware) Object.assign(FakeRecogniser.prototype, { processLocally: false });
  return { Recogniser: FakeRecogniser as unknown as RecogniserClass, made };
}

function createText(text = '') {
  return {
    read: () => text,
    write: (value: string) => void (text = value),
  };
}

async function prepare(dialects: readonly string[], text = createText(), language = 'en') {
  const { Recogniser, made } = createBrowser(dialects);
  const dictation = new Dictation(Recogniser, text);
  await dictation.prepare(language, ['xx', 'en-AU', 'de']);
  return { dictation, made, text };
}

test('a browser without recognition, or that may send the sound elsewhere, offers nothing', async () => {
  const none = new Dictation(undefined, createText());
  await none.prepare('en', []);
  expect(none.state.type).toBe('unavailable');
  const { Recogniser, made } = createBrowser(['en-US'], false);
  const older = new Dictation(Recogniser, createText());
  await older.prepare('en', []);
  older.start();
  expect(older.state.type).toBe('unavailable');
  expect(made).toEqual([]);
});

test('a language that would have to be downloaded first is not offered', async () => {
  expect((await prepare(['ja-JP'])).dictation.state.type).toBe('unavailable');
  expect((await prepare(['ja-JP'], createText(), 'ja')).dictation.state.type).toBe('idle');
});

test('the language that was chosen last is the one that counts', async () => {
  const { Recogniser, made } = createBrowser(['en-GB', 'ja-JP']);
  const dictation = new Dictation(Recogniser, createText());
  // English is found by its second dialect, after Japanese
  await Promise.all([dictation.prepare('en', []), dictation.prepare('ja', [])]);
  dictation.start();
  expect(made[0]?.lang).toBe('ja-JP');
});

test('the browser’s own dialect comes first, and the sound has to stay on the device', async () => {
  const { dictation, made } = await prepare(['en-US', 'en-AU']);
  dictation.start();
  expect(made[0]).toMatchObject({ lang: 'en-AU', processLocally: true, calls: ['start'] });
  expect(dictation.state.type).toBe('listening');
});

test('what is heard follows on what is written, and changes until it is certain', async () => {
  const { dictation, made, text } = await prepare(['en-US'], createText('Dear Ada,'));
  dictation.start();
  made[0]?.say('hell');
  expect(text.read()).toBe('Dear Ada, hell');
  made[0]?.say('hello', ' how are you');
  expect(text.read()).toBe('Dear Ada, hello how are you');
  dictation.noteText(text.read());
  expect(dictation.state.type).toBe('listening');
  dictation.stop();
  expect(dictation.state.type).toBe('idle');
  expect(text.read()).toBe('Dear Ada, hello how are you');
  made[0]?.say('too late');
  expect(text.read()).toBe('Dear Ada, hello how are you');
});

test('Japanese goes on without a space', async () => {
  const { dictation, made, text } = await prepare(['ja-JP'], createText('東京は'), 'ja');
  dictation.start();
  made[0]?.say('晴れです');
  expect(text.read()).toBe('東京は晴れです');
});

test('a person who writes, sends or opens another text ends it, and nothing is written over theirs', async () => {
  const { dictation, made, text } = await prepare(['en-US']);
  dictation.start();
  made[0]?.say('one');
  text.write('one, two');
  dictation.noteText('one, two');
  expect(made[0]?.calls).toEqual(['start', 'abort']);
  made[0]?.say('one three');
  expect(text.read()).toBe('one, two');
});

test.each([
  ['not-allowed', { type: 'failed', reason: 'denied' }],
  ['audio-capture', { type: 'failed', reason: 'broken' }],
  ['no-speech', { type: 'idle' }],
])('an end by %s is told as it is, and it can be begun again', async (error, state) => {
  const { dictation, made } = await prepare(['en-US']);
  dictation.start();
  made[0]?.fail(error);
  expect(dictation.state).toEqual(state);
  dictation.start();
  expect(dictation.state.type).toBe('listening');
  expect(made).toHaveLength(2);
});
