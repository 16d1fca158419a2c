import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StopWordHold } from '../../workers/chat/stop-word-hold.ts';

/** What a reader sees of a reply that is written in pieces, and that WebLLM ends at the first stop word. */
function read(pieces: readonly string[], stopWords: readonly string[]): string {
  let shown = '';
  let written = '';
  const hold = new StopWordHold(stopWords, (text) => (shown += text));
  for (const piece of pieces) {
    written += piece;
    const ends = stopWords.map((word) => written.indexOf(word)).filter((at) => at >= 0);
    if (ends.length > 0) {
      const reply = written.slice(0, Math.min(...ends));
      // the last delta is what of the reply was not streamed before
      hold.push(reply.slice(written.length - piece.length));
      hold.end(reply);
      return shown;
    }
    hold.push(piece);
  }
  hold.end(written);
  return shown;
}

test('no beginning of a stop word is shown when the reply ends at it', () => {
  expect(read([...'It is Paris now'], ['Paris'])).toBe('It is ');
});

test('what only looked like a stop word is shown', () => {
  expect(read([...'It is Par'], ['Paris'])).toBe('It is Par');
  expect(read([...'aab'], ['ab', 'aaa'])).toBe('a');
});

test('a reader sees exactly what stands before the first stop word', () => {
  const text = fc.stringMatching(/^[ab ]{0,20}$/u);
  const words = fc.array(fc.stringMatching(/^[ab]{1,4}$/u), { maxLength: 3 });
  fc.assert(
    fc.property(text, words, (reply, stopWords) => {
      const ends = stopWords.map((word) => reply.indexOf(word)).filter((at) => at >= 0);
      // one letter at a time: of two words that end together the longer begins first
      const first = [...reply].findIndex((_, at) =>
        stopWords.some((word) => reply.slice(0, at + 1).endsWith(word)),
      );
      const whole = reply.slice(0, first + 1);
      const expected =
        first < 0
          ? reply
          : whole.slice(
              0,
              Math.min(...stopWords.map((word) => whole.indexOf(word)).filter((at) => at >= 0)),
            );
      expect(ends.length > 0).toBe(first >= 0);
      expect(read([...reply], stopWords)).toBe(expected);
    }),
  );
});
