/** Longer utterances are cut off by some browsers. In UTF-16 code units. */
const LONGEST_PART = 200;

/** Parts that end with a sentence where they can, none longer than a browser speaks in one go. */
export function splitForSpeech(text: string): readonly string[] {
  const sentences = text.match(/[^.!?。！？\n]+[.!?。！？\n]*/gu) ?? [];
  const parts: string[] = [];
  let part = '';
  for (const sentence of sentences) {
    if (part !== '' && part.length + sentence.length > LONGEST_PART) {
      parts.push(part);
      part = '';
    }
    part += sentence;
    while (part.length > LONGEST_PART) {
      const at = part.lastIndexOf(' ', LONGEST_PART);
      const cut = at > 0 ? at : LONGEST_PART;
      parts.push(part.slice(0, cut));
      part = part.slice(cut);
    }
  }
  if (part.trim() !== '') parts.push(part);
  return parts;
}
